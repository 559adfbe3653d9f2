using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Quantization.Training.BinaryConnect;

/// <summary>Weights of -1 and 1; activations as they are, or in fixed steps.</summary>
internal sealed class BinaryConnectScheme(bool stochastic) : QuantizerScheme
{
    public override string Weight(GraphEditor editor, WeightSite site) => site.Normalized
        ? Add(editor, "Binarize", site.Name, AttributeMap.Empty.With("mode", "connect").With("stochastic", stochastic ? 1L : 0L))
        : Scaled(editor, site);

    public override string Activation(GraphEditor editor, ActivationSite site) => Ste.SteScheme.Straight(editor, site);

    /// <summary>Signs times the mean magnitude of each channel: what no normalisation follows would explode without it.</summary>
    internal static string Scaled(GraphEditor editor, WeightSite site) => Add(editor, "Binarize", site.Name, AttributeMap.Empty.With("mode", "scaled").With("axis", site.Axis));
}
