namespace Lathe.Pipeline.Diagnosis;

/// <summary>Looks at what can measure energy and what disturbs measured time.</summary>
internal static class Meters
{
    private const string PowerCap = "/sys/class/powercap";
    private const string Governor = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";

    public static IEnumerable<Finding> Look()
    {
        yield return Energy();
        string? governor = Read(Governor);
        yield return new Finding("clock governor", governor ?? "not told by this machine (often so in a virtual one): latencies may drift", governor is null or "performance", governor is null or "performance" ? null : "cpupower frequency-set -g performance");
        yield return new Finding("free disk here", $"{new DriveInfo(Path.GetFullPath(".")).AvailableFreeSpace / 1073741824.0:0.0} GB");
    }

    private static Finding Energy()
    {
        string[] counters = Directory.Exists(PowerCap) ? [.. Directory.EnumerateDirectories(PowerCap).Select(d => Path.Combine(d, "energy_uj")).Where(File.Exists)] : [];
        if (counters.Length == 0)
        {
            return new Finding("energy meter (RAPL)", "not on this machine: energy can only be modelled", false);
        }

        bool readable = counters.All(c => Read(c) is not null);
        return new Finding("energy meter (RAPL)", readable ? $"{counters.Length} counters" : "here, but not readable for this user", readable, readable ? null : $"sudo chmod a+r {PowerCap}/*/energy_uj");
    }

    private static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
