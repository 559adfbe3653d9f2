using Lathe.Hardware.Measurement;

namespace Lathe.Pipeline.Remote;

/// <summary>Times models on the machine of an agent.</summary>
public sealed class AgentTimer(AgentClient agent, Action<string>? say = null) : IModelTimer
{
    /// <inheritdoc/>
    public string Where => agent.Address.ToString();

    /// <inheritdoc/>
    public IReadOnlyList<LatencyResult> Measure(IReadOnlyList<(string Name, byte[] Bytes)> models, float[] sample, LatencyOptions? options = null, CancellationToken cancellation = default) =>
        agent.Measure(new MeasurementRequest { Models = models, Sample = sample, Settings = new MeasurementSettings { Latency = options ?? new LatencyOptions() } }, say, cancellation).Latencies;
}
