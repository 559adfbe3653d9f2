using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Quantization.Training.Pact;

/// <summary>Learned clipping limits of activations; weights as DoReFa-Net has them.</summary>
internal sealed class PactScheme : QuantizerScheme
{
    public override string Weight(GraphEditor editor, WeightSite site) => DoReFa.DoReFaScheme.Squashed(editor, site);

    public override string Activation(GraphEditor editor, ActivationSite site)
    {
        (int low, int high) = site.Rectified ? site.Codes : (-site.Codes.High, site.Codes.High);
        float limit = StepSearch.OfRange(site.Range, low, high) * high;
        return Add(editor, "ClippedQuantize", site.Value, Codes(low, high), Numbers(editor, site.Value, PactQat.Limit, limit));
    }
}
