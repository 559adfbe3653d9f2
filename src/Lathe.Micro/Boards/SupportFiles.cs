using System.Reflection;

namespace Lathe.Micro.Boards;

/// <summary>The files beside a check program: what it needs of the machine it runs on.</summary>
internal static class SupportFiles
{
    /// <summary>The linker script's name.</summary>
    public const string LinkerScript = "board.ld";

    /// <summary>What every check program includes.</summary>
    public static CFile Interface => Read("lathe_check.h");

    /// <summary>On a machine with an operating system.</summary>
    public static CFile Host => Read("lathe_host.c");

    /// <summary>On a board: start, memory functions, semihosting, the clock, and the linker script.</summary>
    /// <param name="board">The board.</param>
    /// <param name="floats">True for a network in floating point.</param>
    public static IEnumerable<CFile> For(Board board, bool floats)
    {
        CFile script = Read(LinkerScript);
        return
        [
            Read("lathe_start.c"), Read("lathe_memory.c"), Read("lathe_semihosting.c"), Read("lathe_ticks.c"), Read(board.UnlocksUnit(floats) ? "lathe_vector_on.c" : "lathe_vector_off.c"),
            script with
            {
                Text = script.Text
                    .Replace("FLASH_ORIGIN", $"0x{board.FlashOrigin:X8}", StringComparison.Ordinal).Replace("FLASH_BYTES", $"{board.FlashBytes}", StringComparison.Ordinal)
                    .Replace("RAM_ORIGIN", $"0x{board.RamOrigin:X8}", StringComparison.Ordinal).Replace("RAM_BYTES", $"{board.RamBytes}", StringComparison.Ordinal),
            },
        ];
    }

    private static CFile Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("support/" + name)!;
        return new CFile(name, new StreamReader(stream).ReadToEnd());
    }
}
