using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Quantization.Training.Soft;

/// <summary>Stairs of tanh with learned limits and softness, for weights and activations.</summary>
internal sealed class SoftScheme(float softness, bool hard) : QuantizerScheme
{
    public override string Weight(GraphEditor editor, WeightSite site)
    {
        int high = WeightLimit(site.Bits);
        float limit = StepSearch.OfWeights(site.Data.AsSpan<float>(), site.Data.Shape, -1, -high, high)[0] * high;
        return Make(editor, site.Name, Codes(site, -high, high), limit);
    }

    public override string Activation(GraphEditor editor, ActivationSite site)
    {
        (int low, int high) = site.Rectified ? site.Codes : (-site.Codes.High, site.Codes.High);
        return Make(editor, site.Value, Codes(low, high), StepSearch.OfRange(site.Range, low, high) * high);
    }

    private string Make(GraphEditor editor, string what, AttributeMap codes, float limit) =>
        Add(editor, "SoftQuantize", what, codes.With("hard", hard ? 1L : 0L), Numbers(editor, what, "limit", limit), Numbers(editor, what, "softness", softness));
}
