using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Quantization.Training.DoReFa;

/// <summary>Weights squashed by tanh onto a grid, activations in a fixed range, and gradients of few bits behind each layer.</summary>
internal sealed class DoReFaScheme(int gradientBits) : QuantizerScheme
{
    public override string Weight(GraphEditor editor, WeightSite site) => Squashed(editor, site);

    public override string Activation(GraphEditor editor, ActivationSite site) => Ste.SteScheme.Straight(editor, site);

    public override void Behind(GraphEditor editor, Node layer, string original)
    {
        if (gradientBits < LayerBits.Floating)
        {
            string output = layer.Outputs[0];
            string quantized = Add(editor, "QuantizeGradient", output, AttributeMap.Empty.With("bits", gradientBits));
            editor.ReplaceUses(output, quantized, reader => !reader.Outputs.Contains(quantized));
        }
    }

    /// <summary>The weights, as PACT has them too. A normalised layer takes the paper's weights in [-1, 1]; others keep their size.</summary>
    internal static string Squashed(GraphEditor editor, WeightSite site)
    {
        float most = 0;
        foreach (float value in site.Data.AsSpan<float>())
        {
            most = Math.Max(most, Math.Abs(value));
        }

        AttributeMap attributes = AttributeMap.Empty.With("bits", site.Bits).With("scale", site.Normalized || most == 0 ? 1f : MathF.Tanh(most));
        return Add(editor, "TanhQuantize", site.Name, site.HasZeros ? attributes.With("keep_zeros", 1L) : attributes);
    }
}
