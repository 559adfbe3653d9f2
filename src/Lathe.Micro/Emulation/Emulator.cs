using System.Globalization;
using Lathe.Graph;
using Lathe.Micro.Arena;
using Lathe.Micro.Boards;
using Lathe.Micro.Checking;
using Lathe.Runtime;

namespace Lathe.Micro.Emulation;

/// <summary>
/// Compiles a network for a board and runs it under QEMU, where time is counted in instructions: every output is compared with the host's,
/// stack, flash and instructions of each layer are measured.
/// </summary>
public static class Emulator
{
    // The instructions of lathe_clock_calibrate.
    private const double Calibration = 2_000_000;

    /// <summary>True when this machine has the compiler and the emulator.</summary>
    public static bool IsHere => !BoardProgram.Missing.Any();

    /// <summary>Makes sure of it.</summary>
    /// <exception cref="MissingDependencyException">Compiler or emulator are not here.</exception>
    public static void Require()
    {
        string[] missing = [.. BoardProgram.Missing];
        if (missing.Length > 0)
        {
            throw new MissingDependencyException($"To build and run programs for microcontrollers, {string.Join(" and ", missing)} {(missing.Length == 1 ? "is" : "are")} needed and not on this machine.", "apt-get install gcc-arm-none-eabi qemu-system-arm");
        }
    }

    /// <summary>Runs one network on inputs, one after the other.</summary>
    /// <param name="cases">Inputs with the outputs they must give, all of one network.</param>
    /// <param name="board">An emulated board.</param>
    /// <param name="folder">An empty folder for sources and the program.</param>
    /// <param name="heard">Recordings, one for each case, that the network hears through its front end on the board instead of reading the inputs.</param>
    /// <exception cref="MissingDependencyException">Compiler or emulator are not here.</exception>
    /// <exception cref="InvalidInputException">The program does not fit the board, or ends in a fault.</exception>
    public static EmulatedRun Run(IReadOnlyList<CheckCase> cases, Board board, string folder, HeardClips? heard = null)
    {
        Require();
        IntegerGraph graph = cases[0].Graph;
        CSources sources = StreamProgram.Write(graph, board.Kernels, heard?.FrontEnd);
        StreamProgram.WriteInputs(graph, cases.Select(c => c.Inputs), folder, heard);
        BoardProgram.Build(sources.Files, board, graph.IsFloat, folder);
        string[] lines = BoardProgram.Run(" runs", board, folder);
        IReadOnlyList<IReadOnlyDictionary<string, TensorData>> outputs = StreamProgram.ReadOutputs(graph, cases.Count, folder);
        (string network, ArenaMap arena) = sources.Arenas.Single();
        (int flash, int ram) = BoardProgram.Sizes(folder);
        string[] wrong = [.. cases.Select((c, i) => c.Difference(outputs[i]) is { } text ? $"input {i}: {text}" : null).OfType<string>()];
        return new EmulatedRun
        {
            Board = board.Name,
            Right = cases.Count - wrong.Length,
            Wrong = [.. wrong],
            Outputs = outputs,
            Layers = [.. Layers(lines, arena)],
            FrontEndInstructions = heard is null ? null : Instructions(lines, "heard"),
            StackBytes = (int)Number(lines, "stack"),
            FlashBytes = BoardProgram.Flash(folder, [$"{network}.o", Path.ChangeExtension(Kernels.KernelLibrary.SourceName, ".o"), .. heard is null ? [] : new[] { $"{network}_front_end.o" }]),
            ArenaBytes = arena.Plan.Bytes,
            ProgramFlashBytes = flash,
            ProgramRamBytes = ram + (int)Number(lines, "stack"),
        };
    }

    /// <summary>Runs the cases of any number of networks in one program that compares them itself.</summary>
    /// <returns>The sources, and what the program printed.</returns>
    internal static (CSources Sources, string[] Lines) Lines(IReadOnlyList<CheckCase> cases, Board board, string folder)
    {
        Require();
        CSources sources = CheckProgram.Write(cases, board.Kernels);
        BoardProgram.Build(sources.Files, board, cases.Any(c => c.Graph.IsFloat), folder);
        return (sources, BoardProgram.Run(" wrong", board, folder));
    }

    /// <summary>Instructions of what a program timed once, by the line it printed.</summary>
    internal static long Instructions(string[] lines, string word) => (long)Math.Round(Number(lines, word) * Calibration / Number(lines, "calibration"));

    private static IEnumerable<EmulatedLayer> Layers(string[] lines, ArenaMap arena)
    {
        double perTick = Calibration / Number(lines, "calibration");
        IEnumerable<long> ticks = lines.Where(l => l.StartsWith("step ", StringComparison.Ordinal)).Select(l => long.Parse(l.Split(' ')[^1], CultureInfo.InvariantCulture));
        return arena.Graph.Ops.Where(o => !o.IsView).Zip(ticks, (op, t) => new EmulatedLayer(op.Name, (long)Math.Round(t * perTick), op.Macs));
    }

    private static long Number(string[] lines, string word) => long.Parse(lines.First(l => l.StartsWith(word + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
}
