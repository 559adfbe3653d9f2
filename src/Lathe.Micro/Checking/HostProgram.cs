using Lathe.Graph;
using Lathe.Micro.Boards;
using Lathe.Micro.Toolchains;
using Lathe.Runtime;

namespace Lathe.Micro.Checking;

/// <summary>A network in portable C, compiled and run on this machine.</summary>
public static class HostProgram
{
    private const string Name = "program";
    private static readonly string[] s_compilers = ["gcc", "cc", "clang"];
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs it on inputs, one after the other.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="inputs">Codes by input; read once.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="folder">An empty folder for sources and the program.</param>
    /// <param name="heard">Recordings that are heard instead of the inputs.</param>
    /// <returns>The codes of every output, by input.</returns>
    /// <exception cref="MissingDependencyException">There is no C compiler here.</exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, TensorData>> Run(IntegerGraph graph, IEnumerable<IReadOnlyDictionary<string, TensorData>> inputs, int count, string folder, HeardClips? heard = null)
    {
        string compiler = s_compilers.FirstOrDefault(c => Tool.Find(c) is not null) ?? throw new MissingDependencyException("To run the C of a network on this machine, a C compiler is needed.", "apt-get install gcc libc6-dev");
        CFile[] files = [.. StreamProgram.Write(graph, frontEnd: heard?.FrontEnd).Files, SupportFiles.Host];
        foreach (CFile file in files)
        {
            File.WriteAllText(Path.Combine(folder, file.Name), file.Text);
        }

        ToolResult built = Tool.Run(compiler, folder, s_limit, ["-std=c99", "-O2", "-o", Name, .. files.Select(f => f.Name).Where(n => n.EndsWith(".c", StringComparison.Ordinal))]);
        if (built.ExitCode != 0)
        {
            throw new InvalidInputException($"{compiler} could not build the network. {string.Join(" ", built.Errors.Split('\n').Take(5))}");
        }

        StreamProgram.WriteInputs(graph, inputs, folder, heard);
        ToolResult ran = Tool.Run(Path.Combine(folder, Name), folder, s_limit);
        if (ran.ExitCode != 0)
        {
            throw new InvalidInputException($"The program of '{graph.Name}' ended with exit code {ran.ExitCode} on this machine. {string.Join(" ", (ran.Errors + ran.Output).Split('\n').Take(5))}".TrimEnd());
        }

        return StreamProgram.ReadOutputs(graph, count, folder);
    }
}
