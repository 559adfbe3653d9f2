using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Quantization.Training.Lsq;

/// <summary>Learned steps of weights (by channel) and activations (by tensor).</summary>
internal sealed class LsqScheme(StepStart start, bool fullRange) : QuantizerScheme
{
    /// <summary>Steps that start at the least rounding error.</summary>
    public static LsqScheme FromRounding { get; } = new(StepStart.LeastError, false);

    public override string Weight(GraphEditor editor, WeightSite site)
    {
        // The paper's range has one code more below; bytes stay symmetric, as integer kernels want them.
        int high = ByteRange.Weights(site.Bits, fullRange), low = site.Bits >= 8 ? -high : -high - 1;
        ReadOnlySpan<float> values = site.Data.AsSpan<float>();
        float[] steps = start == StepStart.Paper ? MeanSteps.OfWeights(values, site.Data.Shape, site.Axis, high) : StepSearch.OfWeights(values, site.Data.Shape, site.Axis, low, high);
        AttributeMap codes = Codes(site, low, high).With("axis", Math.Max(0, site.Axis)).With("weight", 1L);
        return Add(editor, "LearnedStepQuantize", site.Name, codes, Numbers(editor, site.Name, "step", steps));
    }

    public override string Activation(GraphEditor editor, ActivationSite site)
    {
        (int low, int high) = site.Codes;
        float step = start == StepStart.Paper ? MeanSteps.OfRange(site.Range, high) : StepSearch.OfRange(site.Range, low, high);
        return Add(editor, "LearnedStepQuantize", site.Value, Codes(low, high), Numbers(editor, site.Value, "step", step));
    }
}
