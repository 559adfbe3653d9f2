using System.Globalization;

namespace Lathe.Hardware.Devices;

/// <summary>What Linux tells of its processor and memory in files; nothing where it does not.</summary>
internal sealed class SystemFiles(string root)
{
    private const int MostLevels = 16;

    /// <summary>The highest clock of the first processor in hertz, else the one it has now.</summary>
    public double? ClockHertz()
    {
        if (Number(Read("sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq")) is { } kilohertz)
        {
            return kilohertz * 1e3;
        }

        string? line = Read("proc/cpuinfo")?.Split('\n').FirstOrDefault(l => l.StartsWith("cpu MHz", StringComparison.Ordinal));
        return Number(line?.Split(':')[^1]) * 1e6;
    }

    /// <summary>The caches of data of the first processor, nearest first.</summary>
    public IReadOnlyList<CacheFile> Caches()
    {
        string folder = Path.Combine(root, "sys/devices/system/cpu/cpu0/cache");
        if (!Directory.Exists(folder))
        {
            return [];
        }

        CacheFile?[] caches = new CacheFile?[MostLevels];
        foreach (string index in Directory.GetDirectories(folder, "index*").Select(d => Path.GetRelativePath(root, d)))
        {
            if (Read($"{index}/type")?.Trim() is "Data" or "Unified" && Number(Read($"{index}/level")) is >= 0 and < MostLevels and var level && Size(Read($"{index}/size")) is { } bytes)
            {
                caches[(int)level] = new CacheFile((int)level, bytes);
            }
        }

        return [.. caches.OfType<CacheFile>()];
    }

    /// <summary>The memory of the machine.</summary>
    public double? MemoryBytes() => Number(Read("proc/meminfo")?.Split('\n')[0].Split(':')[^1].Replace("kB", "", StringComparison.Ordinal)) * 1024;

    private static double? Size(string? text)
    {
        text = text?.Trim();
        return text switch
        {
            null or "" => null,
            [.. var number, 'K'] => Number(number) * 1024,
            [.. var number, 'M'] => Number(number) * 1024 * 1024,
            _ => Number(text),
        };
    }

    private static double? Number(string? text) => double.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private string? Read(string path)
    {
        string file = Path.Combine(root, path);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
