using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Quantization.Training.Ste;

/// <summary>Fixed steps, straight-through gradients; weights optionally rounded at random while training.</summary>
internal sealed class SteScheme(bool stochastic, bool fullRange) : QuantizerScheme
{
    public override string Weight(GraphEditor editor, WeightSite site)
    {
        int high = ByteRange.Weights(site.Bits, fullRange);
        float[] steps = StepSearch.OfWeights(site.Data.AsSpan<float>(), site.Data.Shape, site.Axis, -high, high);
        AttributeMap codes = Codes(site, -high, high);
        return Add(editor, "StraightQuantize", site.Name, stochastic ? codes.With("stochastic", 1L) : codes, Numbers(editor, site.Name, "step", steps));
    }

    public override string Activation(GraphEditor editor, ActivationSite site) => Straight(editor, site);

    /// <summary>An activation with a fixed step, as several methods have it.</summary>
    internal static string Straight(GraphEditor editor, ActivationSite site)
    {
        (int low, int high) = site.Codes;
        return Add(editor, "StraightQuantize", site.Value, Codes(low, high), Numbers(editor, site.Value, "step", StepSearch.OfRange(site.Range, low, high)));
    }
}
