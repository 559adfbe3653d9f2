using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Measurement;
using Lathe.Hardware.Readings;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Remote;

namespace Lathe.Pipeline.Targets;

/// <summary>A device of the catalog or of a file: its figures are computed; latencies beside them are this machine's.</summary>
internal sealed class ModelledDevice(DeviceProfile profile, CarbonIntensity carbon, TimeProvider time) : ITargetDevice
{
    private readonly FusionRules _rules = FusionRules.Of(profile.Backend);

    public string Name => profile.Name;

    public IModelTimer Timer { get; } = new ModelLatency(time);

    public DeviceMeasurement Measure(IReadOnlyList<DeployedForm> forms, float[] sample, LatencyOptions options, CancellationToken cancellation) =>
        new(Timer.Measure([.. forms.Select(f => (f.Name, f.Onnx))], sample, options, cancellation), [.. forms.Select(f => Read(f.Graph, f.Options))]);

    public double? Modelled(string figure, ModelGraph prepared, bool integer) =>
        Read(prepared, new CostOptions { Precision = integer ? Precision.I8 : Precision.F32 }).Of(figure)?.Value ?? double.PositiveInfinity;

    /// <summary>The whole cost; throws where the device has no arithmetic for it.</summary>
    public CostReading Cost(ModelGraph graph, CostOptions options) => DeviceCost.Of(Workload.Of(graph, _rules), profile, options with { GramsPerKilowattHour = carbon.GramsPerKilowattHour });

    private DeviceReading Read(ModelGraph graph, CostOptions options)
    {
        try
        {
            CostReading cost = Cost(graph, options);
            TargetFigure Figure(double value) => new(value, cost.Provenance, cost.Basis);
            return new DeviceReading
            {
                Device = Name,
                Latency = Figure(cost.Seconds.Value * 1e3),
                Energy = Figure(cost.Joules.Value * 1e3),
                Ram = Figure(cost.PeakRamBytes),
                Flash = Figure(cost.FlashBytes),
                Carbon = Figure(cost.CarbonGrams * 1e6),
                Obstacles = cost.Obstacles,
            };
        }
        catch (InvalidInputException error)
        {
            // A network in 32 bits on a device of integers only.
            return new DeviceReading { Device = Name, Obstacles = [error.Message] };
        }
    }
}
