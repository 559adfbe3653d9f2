using System.Text.Json;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Reports;
using Lathe.Pipeline.Runs;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Reproductions;

/// <summary>What a reproduction works with. Every run is kept in a folder of its own, so a killed reproduction goes on where it was.</summary>
public sealed class ReproductionContext(string folder, IRunObserver observer, TimeProvider time, bool quick, CancellationToken cancellation)
{
    private readonly List<CurvePoint> _curve = [];
    private readonly Dictionary<string, string> _locks = [];

    /// <summary>The folder of the work in progress.</summary>
    public string Folder { get; } = folder;

    /// <summary>Is told how it goes.</summary>
    public IRunObserver Observer { get; } = observer;

    /// <summary>Time.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>True to see the path work on little data; claims then mean nothing.</summary>
    public bool Quick { get; } = quick;

    /// <summary>Stops it.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The curves so far.</summary>
    public IReadOnlyList<CurvePoint> Curve => _curve;

    /// <summary>The settings of every run, by name, in the form that repeats it.</summary>
    public IReadOnlyDictionary<string, string> Locks => _locks;

    /// <summary>Adds to the curves of the results.</summary>
    public void AddCurve(IEnumerable<CurvePoint> points) => _curve.AddRange(points);

    /// <summary>Adds the settings of a run; folders of this machine become $DATA and $RUNS.</summary>
    public void AddLock(string name, string settings)
    {
        settings = settings.Replace(Folder, "$RUNS", StringComparison.Ordinal);
        _locks[name] = DatasetCatalog.SharedFolder() is { } data ? settings.Replace(data, "$DATA", StringComparison.Ordinal) : settings;
    }

    /// <summary>A file of the shared data, such as a model.</summary>
    /// <exception cref="MissingDependencyException">It is not on this machine.</exception>
    public static string DataFile(params string[] parts)
    {
        string path = Path.Combine([DatasetCatalog.SharedFolder() ?? "", .. parts]);
        return File.Exists(path) ? path : throw new MissingDependencyException($"The file {Path.Combine(parts)} is not on this machine (looked in '{path}').", "setting LATHE_DATA, or --data, to the folder that holds it");
    }

    /// <summary>The folder of a case.</summary>
    public string CaseFolder(string name) => Path.Combine(Folder, name);

    /// <summary>Runs a recipe as one case, or takes its result where it is finished.</summary>
    /// <param name="name">Of the case, in kebab case.</param>
    /// <param name="recipe">The recipe's text.</param>
    /// <param name="brief">False where measured latency is part of the result.</param>
    public RunResult RunCase(string name, string recipe, bool brief = true)
    {
        string path = CaseFolder(name), finished = Path.Combine(path, "result.json");
        Recipe read = RecipeReader.Parse(recipe, name);
        Observer.Say($"case {name}");
        RunResult result = File.Exists(finished)
            ? JsonSerializer.Deserialize<RunResult>(File.ReadAllText(finished)) ?? throw new InvalidInputException($"'{finished}' is empty. Delete it to repeat the case.")
            : new RecipeRunner(Time, Observer) { Brief = brief }.Run(read, new RunFolder(path), Quick, Cancellation);
        AddLock(name, File.ReadAllText(Path.Combine(path, "recipe.lock.yaml")));
        AddCurve(RunRecord.Load(path).Epochs.Select(e => new CurvePoint(name, e.Step, e.Epoch, e.Loss, e.ValidationAccuracy)));
        return result;
    }
}
