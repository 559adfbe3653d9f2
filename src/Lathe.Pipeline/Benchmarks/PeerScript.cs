using System.Text.Json;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Benchmarks;

/// <summary>The peer's benchmark: a script outside the project that times the same networks in PyTorch, one JSON object a line.</summary>
public sealed class PeerScript
{
    private const string Remedy = "apt-get install python3-torch python3-torchvision libopenblas0-pthread";
    private static readonly string[] s_interpreters = ["/usr/bin/python3", "python3"];
    private static readonly Dictionary<string, string> s_environment = [];
    private readonly string _interpreter;
    private readonly string _path;

    /// <summary>Finds the script and an interpreter that has PyTorch.</summary>
    /// <param name="path">The script; peers/torch_train.py beside the shared data when null.</param>
    /// <exception cref="MissingDependencyException">There is no script, or no PyTorch.</exception>
    public PeerScript(string? path)
    {
        _path = path ?? Path.Combine(DatasetCatalog.SharedFolder() ?? "", "..", "peers", "torch_train.py");
        if (!File.Exists(_path))
        {
            throw new MissingDependencyException($"There is no peer script '{_path}'.", "giving its path with --script");
        }

        _interpreter = s_interpreters.FirstOrDefault(HasTorch) ?? throw new MissingDependencyException("No python3 here has PyTorch.", Remedy);
    }

    /// <summary>The version of PyTorch and its BLAS, for the report.</summary>
    public string Describe()
    {
        string found = "";
        ChildProcess.Run([_interpreter, "-c", "import torch,re;c=torch.__config__.show();print('PyTorch',torch.__version__,'BLAS',*re.findall(r'BLAS_INFO=(\\w+)',c))"], s_environment, TimeSpan.FromSeconds(60), (line, _) => (found = line).Length == 0, default);
        return found;
    }

    /// <summary>Times one network in every mode, or up to and including one mode.</summary>
    /// <param name="workload">The network's name.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="steps">Steps a mode.</param>
    /// <param name="last">The mode after which the rest is not of interest; null for all.</param>
    /// <param name="limit">Modes that have not ended by then are left out.</param>
    /// <param name="cancellation">Ends the script.</param>
    public IReadOnlyList<TrainTiming> Run(string workload, int threads, int steps, string? last, TimeSpan limit, CancellationToken cancellation)
    {
        var rows = new List<TrainTiming>();
        string[] command = [_interpreter, _path, "--threads", $"{threads}", "--steps", $"{steps}", "--only", workload];
        string error = ChildProcess.Run(command, s_environment, limit, Read, cancellation);
        return rows.Count > 0 ? rows : throw new InvalidInputException($"The peer script said nothing about '{workload}': {error}");

        bool Read(string line, long memory)
        {
            using JsonDocument row = JsonDocument.Parse(line);
            if (row.RootElement.TryGetProperty("ms_per_step", out JsonElement milliseconds))
            {
                rows.Add(new TrainTiming(workload, "pytorch", row.RootElement.GetProperty("mode").GetString()!, row.RootElement.GetProperty("batch").GetInt32(), milliseconds.GetDouble(), 0, memory));
            }

            return rows.Count == 0 || rows[^1].Mode != last;
        }
    }

    private static bool HasTorch(string interpreter)
    {
        bool has = false;
        try
        {
            ChildProcess.Run([interpreter, "-c", "import torch;print(1)"], s_environment, TimeSpan.FromSeconds(60), (line, _) => !(has = line == "1"), default);
        }
        catch (MissingDependencyException)
        {
            return false;
        }

        return has;
    }
}
