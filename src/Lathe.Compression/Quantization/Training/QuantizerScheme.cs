using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Training;

/// <summary>Makes the quantizer nodes of one method.</summary>
internal abstract class QuantizerScheme
{
    /// <summary>Tells it from other schemes of one network.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>True when activations are signs, which need values of both signs: rectifiers before them are passed by.</summary>
    public virtual bool Signs => false;

    /// <summary>Adds the quantizer of a weight and returns what the layer reads instead.</summary>
    public abstract string Weight(GraphEditor editor, WeightSite site);

    /// <summary>Adds the quantizer of an activation and returns what layers read instead.</summary>
    public abstract string Activation(GraphEditor editor, ActivationSite site);

    /// <summary>Adds what a method needs behind a layer.</summary>
    /// <param name="editor">The graph.</param>
    /// <param name="layer">The layer as it is now.</param>
    /// <param name="original">The value the layer read before.</param>
    public virtual void Behind(GraphEditor editor, Node layer, string original)
    {
    }

    /// <summary>Symmetric codes of weights; one bit alone leaves none but zero, so at least -1..1.</summary>
    protected static int WeightLimit(int bits) => Math.Max(1, (1 << (bits - 1)) - 1);

    /// <summary>Adds a quantizer named after what it quantizes.</summary>
    protected static string Add(GraphEditor editor, string op, string what, AttributeMap attributes, params ReadOnlySpan<string> parameters) =>
        editor.Add(op, [what, .. parameters], attributes, what + "/" + op, domain: QuantizerOp.QuantizerDomain).Outputs[0];

    /// <summary>Attributes of codes.</summary>
    protected static AttributeMap Codes(int low, int high) => AttributeMap.Empty.With("low", low).With("high", high);

    /// <summary>Attributes of a weight's codes.</summary>
    protected static AttributeMap Codes(WeightSite site, int low, int high) =>
        site.HasZeros ? Codes(low, high).With("axis", site.Axis).With("keep_zeros", 1L) : Codes(low, high).With("axis", site.Axis);

    /// <summary>Adds learned or fixed numbers of a quantizer.</summary>
    protected static string Numbers(GraphEditor editor, string what, string role, params float[] values) =>
        editor.AddParameter(what + "/" + role, TensorData.From<float>(values, new Shape(values.Length)));
}
