using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Measurement;
using Lathe.Hardware.Readings;

namespace Lathe.Pipeline.Targets;

/// <summary>Puts measured time and energy beside counted memory.</summary>
internal static class MeasuredFigures
{
    private const string Counted = "counted from the graph: tensors alive at once at batch 1, constants as stored";

    /// <summary>The reading of one network.</summary>
    public static DeviceReading Of(string device, ModelGraph graph, LatencyResult latency, EnergyReading? energy, CarbonIntensity carbon) => new()
    {
        Device = device,
        Latency = new TargetFigure(latency.P50, Provenance.Measured, latency.Provenance),
        Energy = energy is null ? null : new TargetFigure(energy.Joules * 1e3, energy.Provenance, energy.Basis),
        Carbon = energy is null ? null : new TargetFigure(carbon.Grams(energy.Joules) * 1e6, energy.Provenance, $"{energy.Basis}; {carbon.GramsPerKilowattHour:0.###} g/kWh of {carbon.Place}"),
        Ram = new TargetFigure(GraphCost.Of(graph).PeakActivationBytes, Provenance.Analytic, Counted),
        Flash = new TargetFigure(graph.ParameterBytes, Provenance.Analytic, Counted),
    };
}
