using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Quantization.Training.Ttq;

/// <summary>Three values a weight: two learned scales and zero. Activations as they are, or with learned steps.</summary>
internal sealed class TtqScheme(float threshold) : QuantizerScheme
{
    public override string Weight(GraphEditor editor, WeightSite site)
    {
        (float positive, float negative) = Scales(site.Data.AsSpan<float>());
        AttributeMap attributes = AttributeMap.Empty.With("threshold", threshold);
        return Add(editor, "Ternarize", site.Name, site.HasZeros ? attributes.With("keep_zeros", 1L) : attributes, Numbers(editor, site.Name, "positive", positive), Numbers(editor, site.Name, "negative", negative));
    }

    public override string Activation(GraphEditor editor, ActivationSite site) => Lsq.LsqScheme.FromRounding.Activation(editor, site);

    // The scales that leave the least squared error: the means of what they stand for.
    private (float Positive, float Negative) Scales(ReadOnlySpan<float> values)
    {
        float limit = 0;
        foreach (float value in values)
        {
            limit = Math.Max(limit, Math.Abs(value) * threshold);
        }

        double above = 0, below = 0;
        int countAbove = 0, countBelow = 0;
        foreach (float value in values)
        {
            (above, countAbove) = value > limit ? (above + value, countAbove + 1) : (above, countAbove);
            (below, countBelow) = value < -limit ? (below - value, countBelow + 1) : (below, countBelow);
        }

        return ((float)(countAbove == 0 ? 1e-3 : above / countAbove), (float)(countBelow == 0 ? 1e-3 : below / countBelow));
    }
}
