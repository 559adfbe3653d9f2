using System.Globalization;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Energy;

/// <summary>
/// Energy by the processor's own counters (Intel RAPL, which AMD has too), read at the start and at the end only: the counters wrap, and
/// short bursts of readings miss most of what happens between them.
/// </summary>
public sealed class RaplMeter : IEnergyMeter
{
    /// <summary>Where Linux keeps the counters.</summary>
    public const string SystemFolder = "/sys/class/powercap";

    private readonly TimeProvider _clock;

    private RaplMeter(IReadOnlyList<RaplZone> zones, TimeProvider clock) => (Zones, _clock) = (zones, clock);

    /// <summary>The counters that are summed: the packages, and memory where it is counted apart.</summary>
    public IReadOnlyList<RaplZone> Zones { get; }

    /// <summary>Opens the counters of a folder, or returns null where none can be read.</summary>
    public static RaplMeter? Open(TimeProvider clock, string folder = SystemFolder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        RaplZone[] zones = [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(Zone).OfType<RaplZone>()];
        return zones.Length > 0 ? new RaplMeter(zones, clock) : null;
    }

    /// <inheritdoc/>
    public IEnergySpan Start() => new Span(this);

    // Cores and graphics are parts of their package; the platform (psys) contains it.
    private static RaplZone? Zone(string folder)
    {
        string name = Text(Path.Combine(folder, "name")) ?? "";
        string counter = Path.Combine(folder, "energy_uj");
        return (name.StartsWith("package", StringComparison.Ordinal) || name == "dram") && Number(counter) is not null && Number(Path.Combine(folder, "max_energy_range_uj")) is { } range
            ? new RaplZone(name, counter, range)
            : null;
    }

    private static long? Number(string file) => long.TryParse(Text(file), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    // Counters are readable by the administrator only on most systems since 2020.
    private static string? Text(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    private long Count(RaplZone zone) => Number(zone.CounterFile) ?? throw new MissingDependencyException($"The energy counter '{zone.CounterFile}' could be read before and cannot now.", $"sudo chmod a+r {zone.CounterFile}");

    private sealed class Span(RaplMeter meter) : IEnergySpan
    {
        private readonly long[] _start = [.. meter.Zones.Select(meter.Count)];
        private readonly long _time = meter._clock.GetTimestamp();

        public EnergyReading Read()
        {
            double microjoules = meter.Zones.Select((zone, i) => (double)zone.Between(_start[i], meter.Count(zone))).Sum();
            return new EnergyReading(microjoules * 1e-6, meter._clock.GetElapsedTime(_time).TotalSeconds, Provenance.Measured, $"RAPL counters {string.Join(", ", meter.Zones.Select(z => z.Name))}");
        }
    }
}
