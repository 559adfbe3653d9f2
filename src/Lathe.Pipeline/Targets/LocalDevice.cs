using Lathe.Graph;
using Lathe.Hardware;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Measurement;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Remote;

namespace Lathe.Pipeline.Targets;

/// <summary>The machine at hand: latency in ONNX Runtime, energy by its meter.</summary>
/// <param name="time">The clock.</param>
/// <param name="carbon">Whose electricity.</param>
/// <param name="brief">True to leave energy out.</param>
internal sealed class LocalDevice(TimeProvider time, CarbonIntensity carbon, bool brief) : ITargetDevice
{
    public string Name => DeviceCatalog.ThisMachineName;

    public IModelTimer Timer { get; } = new ModelLatency(time);

    public DeviceMeasurement Measure(IReadOnlyList<DeployedForm> forms, float[] sample, LatencyOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<LatencyResult> latencies = Timer.Measure([.. forms.Select(f => (f.Name, f.Onnx))], sample, options, cancellation);
        var energy = new RunEnergy(time, EnergyMeters.Open(time, MachineDescription.Detect()));
        return new DeviceMeasurement(latencies, [.. forms.Select((f, i) => MeasuredFigures.Of(Name, f.Graph, latencies[i], brief ? null : Energy(energy, f, sample, cancellation), carbon))]);
    }

    public double? Modelled(string figure, ModelGraph prepared, bool integer) => null;

    private static EnergyReading Energy(RunEnergy energy, DeployedForm form, float[] sample, CancellationToken cancellation)
    {
        using var run = new BoundRun(form.Onnx, sample);
        return energy.Measure(run.Once, cancellation);
    }
}
