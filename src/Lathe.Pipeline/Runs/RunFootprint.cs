using System.Text.Json.Serialization;
using Lathe.Hardware.Energy;

namespace Lathe.Pipeline.Runs;

/// <summary>Energy and carbon of a run, part by part; interrupted and resumed parts are sums.</summary>
/// <param name="Phases">The parts.</param>
/// <param name="Carbon">Whose electricity, with year and source.</param>
public sealed record RunFootprint(IReadOnlyList<EnergyPhase> Phases, CarbonIntensity Carbon)
{
    private const double JoulesPerWattHour = 3600;

    /// <summary>All energy in joules.</summary>
    public double Joules => Phases.Sum(p => p.Joules);

    /// <summary>Grams of CO2 equivalent.</summary>
    public double CarbonGrams => Carbon.Grams(Joules);

    /// <summary>How the energy was had, once for each way.</summary>
    [JsonIgnore]
    public string Basis => string.Join("; ", Phases.Select(p => $"{p.Provenance.ToString().ToLowerInvariant()}: {p.Basis}").Distinct());

    /// <summary>In a sentence.</summary>
    public string Describe() => FormattableString.Invariant($"The run took {Joules / JoulesPerWattHour:0.######} Wh and {CarbonGrams:0.######} g CO2e ({Basis}; {Carbon.GramsPerKilowattHour:0.###} g/kWh of {Carbon.Place}{(Carbon.Year is { } year ? $" {year}" : "")}, {Carbon.Source}).");
}
