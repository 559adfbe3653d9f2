using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Lathe.Micro.Arena;
using Lathe.Micro.Boards;
using Lathe.Micro.Checking;
using Lathe.Micro.Toolchains;
using Lathe.Runtime;

namespace Lathe.Micro.Emulation;

/// <summary>
/// Compiles a network for a board and runs it under QEMU, where time is counted in instructions: every output is compared with the host's,
/// stack, flash and instructions of each layer are measured.
/// </summary>
public static partial class Emulator
{
    private const string Compiler = "arm-none-eabi-gcc", SizeTool = "arm-none-eabi-size", Qemu = "qemu-system-arm";

    // The instructions of lathe_clock_calibrate.
    private const double Calibration = 2_000_000;

    private static readonly TimeSpan s_compileLimit = TimeSpan.FromMinutes(3), s_runLimit = TimeSpan.FromMinutes(10);

    /// <summary>True when this machine has the compiler and the emulator.</summary>
    public static bool IsHere => Tool.Find(Compiler) is not null && Tool.Find(Qemu) is not null;

    /// <summary>Runs the cases of one network.</summary>
    /// <param name="cases">Inputs with the outputs they must give.</param>
    /// <param name="board">An emulated board.</param>
    /// <param name="folder">An empty folder for sources and the program.</param>
    /// <exception cref="MissingDependencyException">Compiler or emulator are not here.</exception>
    /// <exception cref="InvalidInputException">The program does not fit the board, or ends in a fault.</exception>
    public static EmulatedRun Run(IReadOnlyList<CheckCase> cases, Board board, string folder)
    {
        (CSources sources, string[] lines) = Lines(cases, board, folder);
        (string network, ArenaMap arena) = sources.Arenas.Single();
        return Read(lines, arena, board) with { FlashBytes = Flash(network, folder), ArenaBytes = arena.Plan.Bytes };
    }

    /// <summary>Runs the cases of any number of networks.</summary>
    /// <returns>The sources, and what the program printed.</returns>
    internal static (CSources Sources, string[] Lines) Lines(IReadOnlyList<CheckCase> cases, Board board, string folder)
    {
        CSources sources = CheckProgram.Write(cases, board.Kernels);
        CFile[] files = [.. sources.Files, .. SupportFiles.For(board)];
        foreach (CFile file in files)
        {
            File.WriteAllText(Path.Combine(folder, file.Name), file.Text);
        }

        Build(files, board, folder);
        ToolResult ran = Tool.Run(Qemu, folder, s_runLimit, "-M", board.Machine!, "-nographic", "-monitor", "none", "-serial", "none", "-semihosting-config", "enable=on,target=native", "-icount", "shift=0", "-kernel", "check.elf");
        // What the program prints comes out of the emulator's error stream.
        string[] lines = (ran.Output + ran.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ran.ExitCode is 0 or 1 && lines.Any(l => l.EndsWith(" wrong", StringComparison.Ordinal))
            ? (sources, lines)
            : throw new InvalidInputException($"The program ended on {board.Name} with code {ran.ExitCode}{(ran.ExitCode == 99 ? ", a fault of the processor" : "")}. Its last words: {lines.LastOrDefault() ?? "none"}.");
    }

    private static void Build(CFile[] files, Board board, string folder)
    {
        string[] units = [.. files.Select(f => f.Name).Where(n => n.EndsWith(".c", StringComparison.Ordinal))];
        string[] common = [.. board.Flags, "-std=c99", "-O2", "-ffreestanding", "-ffunction-sections", "-fdata-sections"];
        Check(Tool.Run(Compiler, folder, s_compileLimit, [.. common, "-Wall", "-Wextra", "-Werror", "-c", .. units]), board);
        Check(Tool.Run(Compiler, folder, s_compileLimit, [.. common, "-nostdlib", "-Wl,--gc-sections", "-T", SupportFiles.LinkerScript, "-o", "check.elf", .. units.Select(u => Path.ChangeExtension(u, ".o")), "-lgcc"]), board);
    }

    private static void Check(ToolResult built, Board board)
    {
        if (built.ExitCode == 0)
        {
            return;
        }

        string[] over = [.. Overflow().Matches(built.Errors).Select(m => $"{(m.Groups["region"].Value == "RAM" ? "RAM" : "flash")} by {int.Parse(m.Groups["bytes"].Value, CultureInfo.InvariantCulture):N0} bytes")];
        bool stack = built.Errors.Contains("no room for a stack", StringComparison.Ordinal);
        throw new InvalidInputException(over.Length > 0 || stack
            ? $"The program does not fit {board.Name} ({board.FlashBytes:N0} bytes of flash, {board.RamBytes:N0} of RAM): it exceeds {(over.Length > 0 ? string.Join(" and ", over.Distinct()) : "RAM, which leaves no room for a stack of 1,024 bytes")}. Prune the network, use fewer bits, give fewer samples, or choose another board."
            : $"{Compiler} could not build the program for {board.Name}. {string.Join(" ", built.Errors.Split('\n').Take(5))}");
    }

    private static EmulatedRun Read(string[] lines, ArenaMap arena, Board board)
    {
        double perTick = Calibration / Number(lines, "calibration");
        IIntegerOp[] steps = [.. arena.Graph.Ops.Where(o => !o.IsView)];
        long[] ticks = [.. lines.Where(l => l.StartsWith("step ", StringComparison.Ordinal)).Take(steps.Length).Select(l => long.Parse(l.Split(' ')[^1], CultureInfo.InvariantCulture))];
        return new EmulatedRun
        {
            Board = board.Name,
            Right = lines.Count(l => l.StartsWith("ok ", StringComparison.Ordinal)),
            Wrong = [.. lines.Where(l => l.StartsWith("wrong ", StringComparison.Ordinal))],
            Layers = [.. steps.Zip(ticks, (op, t) => new EmulatedLayer(op.Name, (long)Math.Round(t * perTick), op.Macs))],
            StackBytes = (int)Number(lines, "stack"),
            FlashBytes = 0,
            ArenaBytes = 0,
        };
    }

    private static long Number(string[] lines, string word) => long.Parse(lines.First(l => l.StartsWith(word + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    private static int Flash(string network, string folder)
    {
        ToolResult size = Tool.Run(SizeTool, folder, s_compileLimit, $"{network}.o", Path.ChangeExtension(Kernels.KernelLibrary.SourceName, ".o"));
        return size.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Sum(l => l.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Take(2).Sum(n => int.Parse(n, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex("region `(?<region>\\w+)' overflowed by (?<bytes>\\d+) bytes")]
    private static partial Regex Overflow();
}
