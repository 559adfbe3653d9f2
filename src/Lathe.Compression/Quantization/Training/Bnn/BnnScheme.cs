using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Quantization.Training.Bnn;

/// <summary>Weights and activations of -1 and 1.</summary>
internal sealed class BnnScheme : QuantizerScheme
{
    public override bool Signs => true;

    public override string Weight(GraphEditor editor, WeightSite site) => site.Normalized
        ? Add(editor, "Binarize", site.Name, AttributeMap.Empty.With("mode", "sign"))
        : BinaryConnect.BinaryConnectScheme.Scaled(editor, site);

    public override string Activation(GraphEditor editor, ActivationSite site) => Add(editor, "Binarize", site.Value, AttributeMap.Empty.With("mode", "sign"));
}
