using Lathe.Compression.Quantization;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Hardware.Learned;
using Lathe.Hardware.Readings;
using Lathe.Pipeline.Latency;

namespace Lathe.Pipeline.Deployment;

/// <summary>Latency of whole networks on this machine by the model that fit-latency made: batch 1, one thread, 32 bits. Nothing is run.</summary>
/// <param name="model">The fitted model.</param>
/// <param name="layers">Prices single layers, whose kernels nobody knows before the network is there.</param>
internal sealed class FittedLatencyCost(LatencyModel model, ICostModel layers) : ICostModel
{
    private Estimate? _last;
    private IReadOnlyList<string> _unknown = [];

    public string Figure => "latency";

    public string Unit => "ms";

    public string Provenance => $"calibrated: {model.Basis}"
        + (_last is { } e ? FormattableString.Invariant($"; the last network nine times in ten from {e.Low:0.####} to {e.High:0.####} ms") : "")
        + (_unknown.Count > 0 ? $"; no kernel of {string.Join(", ", _unknown)} was profiled, a line in arithmetic and traffic prices them" : "");

    public double Of(ModelGraph graph)
    {
        NetworkLatency latency = OptimizedNetwork.Of(StaticQuantizer.Prepare(graph)).Predict(model);
        (_last, _unknown) = (latency.Microseconds * 1e-3, latency.Unknown);
        return latency.Microseconds.Value * 1e-3;
    }

    public double Of(LayerWork work) => layers.Of(work);
}
