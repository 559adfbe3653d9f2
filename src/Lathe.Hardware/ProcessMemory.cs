using System.Diagnostics;
using System.Globalization;

namespace Lathe.Hardware;

/// <summary>Memory of a process as the system counts it.</summary>
public static class ProcessMemory
{
    /// <summary>The most resident memory this process has held, bytes; 0 where the system does not tell.</summary>
    public static long Peak() => Peak(Environment.ProcessId);

    /// <summary>The most resident memory a living process has held, bytes; 0 where the system does not tell or the process is gone.</summary>
    public static long Peak(int process)
    {
        if (OperatingSystem.IsLinux())
        {
            return FromStatus($"/proc/{process}/status");
        }

        try
        {
            using Process found = Process.GetProcessById(process);
            return found.PeakWorkingSet64;
        }
        catch (ArgumentException)
        {
            return 0;
        }
    }

    private static long FromStatus(string path)
    {
        try
        {
            string? line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            string? number = line?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1);
            return long.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out long kilobytes) ? kilobytes << 10 : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
