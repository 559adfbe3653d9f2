using Lathe.Graph;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Measurement;
using Lathe.Pipeline.Remote;

namespace Lathe.Pipeline.Targets;

/// <summary>The machine of an agent: measured there.</summary>
internal sealed class AgentDevice(AgentClient agent, CarbonIntensity carbon, Action<string> say) : ITargetDevice
{
    public string Name => agent.Address.ToString();

    public IModelTimer Timer { get; } = new AgentTimer(agent);

    public DeviceMeasurement Measure(IReadOnlyList<DeployedForm> forms, float[] sample, LatencyOptions options, CancellationToken cancellation)
    {
        MeasurementReport report = agent.Measure(new MeasurementRequest { Models = [.. forms.Select(f => (f.Name, f.Onnx))], Sample = sample, Settings = new MeasurementSettings { Latency = options } }, say, cancellation);
        return new DeviceMeasurement(report.Latencies, [.. forms.Select((f, i) => MeasuredFigures.Of(Name, f.Graph, report.Latencies[i], report.Energies[i], carbon))]);
    }

    public double? Modelled(string figure, ModelGraph prepared, bool integer) => null;
}
