using System.Globalization;
using System.Text.RegularExpressions;
using Lathe.Micro.Boards;
using Lathe.Micro.Toolchains;

namespace Lathe.Micro.Emulation;

/// <summary>A program for a board: compiled with the cross compiler, sized, and run under QEMU.</summary>
internal static partial class BoardProgram
{
    private const string Compiler = "arm-none-eabi-gcc", SizeTool = "arm-none-eabi-size", Qemu = "qemu-system-arm", Image = "program.elf";

    private static readonly TimeSpan s_compileLimit = TimeSpan.FromMinutes(3), s_runLimit = TimeSpan.FromMinutes(10);

    /// <summary>The programs that are needed and missing.</summary>
    public static IEnumerable<string> Missing => new[] { Compiler, SizeTool, Qemu }.Where(t => Tool.Find(t) is null);

    /// <summary>Compiles sources, and what the board needs beside them.</summary>
    /// <exception cref="InvalidInputException">The program does not fit the board.</exception>
    public static void Build(IEnumerable<CFile> sources, Board board, bool floats, string folder)
    {
        CFile[] files = [.. sources, .. SupportFiles.For(board, floats)];
        foreach (CFile file in files)
        {
            File.WriteAllText(Path.Combine(folder, file.Name), file.Text);
        }

        string[] units = [.. files.Select(f => f.Name).Where(n => n.EndsWith(".c", StringComparison.Ordinal))];
        string[] common = [.. board.Flags(floats), "-std=c99", "-O2", "-ffreestanding", "-ffunction-sections", "-fdata-sections"];
        Check(Tool.Run(Compiler, folder, s_compileLimit, [.. common, "-Wall", "-Wextra", "-Werror", "-c", .. units]), board);
        Check(Tool.Run(Compiler, folder, s_compileLimit, [.. common, "-nostdlib", "-Wl,--gc-sections", "-T", SupportFiles.LinkerScript, "-o", Image, .. units.Select(u => Path.ChangeExtension(u, ".o")), "-lgcc"]), board);
    }

    /// <summary>Runs the program and gives the lines it printed.</summary>
    /// <param name="last">How its last line ends when it came to its end.</param>
    /// <param name="board">An emulated board.</param>
    /// <param name="folder">The folder it was built in; its files are read and written there.</param>
    /// <exception cref="InvalidInputException">It ended in a fault.</exception>
    public static string[] Run(string last, Board board, string folder)
    {
        ToolResult ran = Tool.Run(Qemu, folder, s_runLimit, "-M", board.Machine!, "-nographic", "-monitor", "none", "-serial", "none", "-semihosting-config", "enable=on,target=native", "-icount", "shift=0", "-kernel", Image);
        // What the program prints comes out of the emulator's error stream.
        string[] lines = (ran.Output + ran.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ran.ExitCode is 0 or 1 && lines.Any(l => l.EndsWith(last, StringComparison.Ordinal))
            ? lines
            : throw new InvalidInputException($"The program ended on {board.Name} with code {ran.ExitCode}{(ran.ExitCode == 99 ? ", a fault of the processor" : "")}. Its last words: {lines.LastOrDefault() ?? "none"}.");
    }

    /// <summary>Bytes that the whole program takes of flash, and of RAM without its stack.</summary>
    public static (int Flash, int Ram) Sizes(string folder) => Sum(folder, Image);

    /// <summary>Bytes of code and constants in object files.</summary>
    public static int Flash(string folder, params IEnumerable<string> objects) => Sum(folder, [.. objects]).Flash;

    // The tool's columns: code and constants, data with a start value (in both memories), data without.
    private static (int Flash, int Ram) Sum(string folder, params string[] files)
    {
        int[][] rows = [.. Tool.Run(SizeTool, folder, s_compileLimit, files).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(l => l.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Take(3).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray())];
        return (rows.Sum(r => r[0] + r[1]), rows.Sum(r => r[1] + r[2]));
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
            ? $"The program does not fit {board.Name} ({board.FlashBytes:N0} bytes of flash, {board.RamBytes:N0} of RAM): it exceeds {(over.Length > 0 ? string.Join(" and ", over.Distinct()) : "RAM, which leaves no room for a stack of 1,024 bytes")}. Prune the network, use fewer bits, or choose another board."
            : $"{Compiler} could not build the program for {board.Name}. {string.Join(" ", built.Errors.Split('\n').Take(5))}");
    }

    [GeneratedRegex("region `(?<region>\\w+)' overflowed by (?<bytes>\\d+) bytes")]
    private static partial Regex Overflow();
}
