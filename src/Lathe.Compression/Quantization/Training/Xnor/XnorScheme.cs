using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Quantization.Training.Xnor;

/// <summary>
/// Signs with scales: weights times the mean magnitude of their filter; activations times K, the mean magnitude around each place
/// (convolutions), or of the sample (dense layers, and everywhere if asked).
/// </summary>
internal sealed class XnorScheme(ActivationScaling scaling) : QuantizerScheme
{
    public override string Name => $"{base.Name} {scaling}";

    public override bool Signs => true;

    public override string Weight(GraphEditor editor, WeightSite site) => BinaryConnect.BinaryConnectScheme.Scaled(editor, site);

    public override string Activation(GraphEditor editor, ActivationSite site)
    {
        string sign = Add(editor, "Binarize", site.Value, AttributeMap.Empty.With("mode", "sign"));
        return scaling == ActivationScaling.Sample ? editor.Add("Mul", [sign, Magnitude(editor, site.Value, site.Axes)], name: site.Value + "/scaled").Outputs[0] : sign;
    }

    /// <summary><c>K = A * k</c>: mean magnitudes over channels, averaged over the filter's window; multiplied behind the convolution.</summary>
    public override void Behind(GraphEditor editor, Node layer, string original)
    {
        if (scaling != ActivationScaling.Map)
        {
            return;
        }

        AttributeMap window = AttributeMap.Empty.With("count_include_pad", 1L);
        foreach ((string name, object value) in layer.Attributes.Where(a => a.Key is "kernel_shape" or "strides" or "pads" or "auto_pad"))
        {
            window = window.With(name, value);
        }

        string map = editor.Add("AveragePool", [Magnitude(editor, original, [1])], window, layer.Name + "/K").Outputs[0];
        string scaled = editor.Add("Mul", [layer.Outputs[0], map], name: layer.Name + "/scaled").Outputs[0];
        editor.ReplaceUses(layer.Outputs[0], scaled, reader => !reader.Outputs.Contains(scaled));
    }

    /// <summary>True for convolutions that can have a map: no bias, which would be scaled too, and no gaps in the window.</summary>
    public static bool CanMap(Node layer) => layer.OpType == "Conv" && layer.Input(2) is null && (layer.Attributes.Ints("dilations") ?? []).All(d => d == 1) && layer.Attributes.Has("kernel_shape");

    private static string Magnitude(GraphEditor editor, string value, int[] axes)
    {
        string magnitude = editor.Add("Abs", [value], name: value + "/magnitude").Outputs[0];
        return editor.Add("ReduceMean", [magnitude], AttributeMap.Empty.With("axes", axes).With("keepdims", 1L), value + "/mean").Outputs[0];
    }
}
