using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Learned.Micro;
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

    private DeviceReading Read(ModelGraph graph, CostOptions options)
    {
        try
        {
            var workload = Workload.Of(graph, _rules);
            CostReading cost = DeviceCost.Of(workload, profile, options with { GramsPerKilowattHour = carbon.GramsPerKilowattHour });
            CostReading timed = MicroCost.Serves(profile, options, batch: 1) ? MicroCost.Of(cost, workload, profile) : cost;
            TargetFigure Figure(double value) => new(value, cost.Provenance, cost.Basis);
            return new DeviceReading
            {
                Device = Name,
                Latency = new TargetFigure(timed.Seconds.Value * 1e3, timed.Provenance, timed.Basis),
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
