using Lathe.Hardware.Measurement;
using Lathe.Pipeline.Remote;

namespace Lathe.Pipeline.Deployment;

/// <summary>Measures deployed models against each other in ONNX Runtime: batch 1, one thread, interleaved rounds.</summary>
public sealed class ModelLatency(TimeProvider time) : IModelTimer
{
    /// <summary>Called between rounds with how many are done and how many there are; null for nobody.</summary>
    public Action<int, int>? AfterRound { get; init; }

    /// <inheritdoc/>
    public string Where => "this machine";

    /// <inheritdoc/>
    public IReadOnlyList<LatencyResult> Measure(IReadOnlyList<(string Name, byte[] Bytes)> models, float[] sample, LatencyOptions? options = null, CancellationToken cancellation = default)
    {
        var open = new List<BoundRun>();
        try
        {
            foreach ((_, byte[] bytes) in models)
            {
                open.Add(new BoundRun(bytes, sample));
            }

            return new LatencyMeter(time) { AfterRound = AfterRound }.Measure([.. models.Select((m, i) => (m.Name, (Action)open[i].Once))], options, cancellation);
        }
        finally
        {
            open.ForEach(o => o.Dispose());
        }
    }
}
