using Lathe.Compression.Quantization;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Pipeline.Targets;

namespace Lathe.Pipeline.Deployment;

/// <summary>Latency of whole networks on a device of the catalog or of a file, as its figures tell it, in 32 bits.</summary>
/// <param name="target">The device.</param>
/// <param name="layers">Prices single layers.</param>
internal sealed class ModelledLatencyCost(ITargetDevice target, ICostModel layers) : ICostModel
{
    public string Figure => "latency";

    public string Unit => "ms";

    public string Provenance => $"analytic: the figures of {target.Name}";

    public double Of(ModelGraph graph) => target.Modelled(Figure, StaticQuantizer.Prepare(graph), integer: false)!.Value;

    public double Of(LayerWork work) => layers.Of(work);
}
