using Lathe.Compression.Quantization.Weights;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Rewriting.Passes;
using Lathe.Tensors;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization;

/// <summary>
/// Writes a quantized graph as QuantizeLinear / DequantizeLinear pairs in the form ONNX Runtime turns into integer kernels:
/// i8 weights, i32 biases, quantized outputs, rectifiers absorbed by the zero point. Weights of layers that stay in floating
/// point are stored as i8 too.
/// </summary>
public static class QdqWriter
{
    // ONNX's number for binary32.
    private const long FloatCode = 1;

    /// <summary>Writes the graph.</summary>
    public static ModelGraph Write(ModelGraph graph, QuantizationPlan plan, IReadOnlyDictionary<string, ActivationScale> scales, int weightLimit) =>
        Write(graph, plan, scales, weightLimit, new Dictionary<string, QuantizedTensor>());

    /// <summary>Writes the graph with weights whose codes are known. Formats that integer kernels do not take are looked up and computed in floating point.</summary>
    public static ModelGraph Write(ModelGraph graph, QuantizationPlan plan, IReadOnlyDictionary<string, ActivationScale> scales, IReadOnlyDictionary<string, QuantizedTensor> weights) =>
        Write(graph, plan, scales, WeightQuantizer.FullLimit, weights);

    private static ModelGraph Write(ModelGraph graph, QuantizationPlan plan, IReadOnlyDictionary<string, ActivationScale> scales, int weightLimit, IReadOnlyDictionary<string, QuantizedTensor> weights)
    {
        var editor = new GraphEditor(graph);
        var parameters = new Dictionary<string, (string Scale, string Zero)>();
        foreach (string value in plan.Values)
        {
            parameters[value] = (editor.AddParameter("s", TensorData.Scalar(scales[value].Scale)), editor.AddParameter("z", TensorData.Scalar(scales[value].Zero)));
        }

        foreach (Node layer in plan.Layers.Where(l => !weights.TryGetValue(l.Inputs[1], out QuantizedTensor? known) || IsByteWeight(known)))
        {
            QuantizeLayer(editor, graph, layer, scales[layer.Inputs[0]].Scale, weightLimit, weights.GetValueOrDefault(layer.Inputs[1]));
        }

        foreach ((string weight, QuantizedTensor codes) in weights.Where(w => !IsByteWeight(w.Value) || plan.Layers.All(l => l.Inputs[1] != w.Key)).OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            CodedWeightWriter.Store(editor, weight, codes);
        }

        var stored = new Dictionary<string, string>();
        foreach (Node layer in plan.WeightOnly)
        {
            string weight = stored.TryGetValue(layer.Inputs[1], out string? known) ? known : stored[layer.Inputs[1]] = StoreWeight(editor, graph, layer);
            Node current = editor.Nodes.First(n => n.Name == layer.Name);
            editor.Replace(current, current with { Inputs = current.Inputs.SetItem(1, weight) });
        }

        AbsorbRectifiers(editor, graph, plan, scales);
        foreach (string value in plan.Values)
        {
            (string scale, string zero) = parameters[value];
            Node quantize = new(editor.Fresh("q"), "QuantizeLinear", [value, scale, zero], [editor.Fresh("c")], AttributeMap.Empty);
            Node dequantize = new(editor.Fresh("d"), "DequantizeLinear", [quantize.Outputs[0], scale, zero], [editor.Fresh("f")], AttributeMap.Empty);

            // ONNX Runtime's integer rewriting does not survive a branch that captures a dequantized value; the value itself is as good there.
            editor.ReplaceUses(value, dequantize.Outputs[0], reader => !Captures.Of(reader).Contains(value));
            editor.Add(quantize);
            editor.Add(dequantize);
        }

        return GraphVerifier.Verify(new RemoveDeadNodes().Run(editor.ToGraph()));
    }

    /// <summary>Codes that integer kernels take: symmetric integers of up to 8 bits with a scale for the tensor or a channel.</summary>
    private static bool IsByteWeight(QuantizedTensor weight) =>
        weight.Scheme is { Format: IntegerFormat { Signed: true, Bits: > 4 and <= 8 }, Symmetric: true, Granularity.Kind: GranularityKind.Tensor or GranularityKind.Channel };

    private static void QuantizeLayer(GraphEditor editor, ModelGraph graph, Node layer, float inputScale, int limit, QuantizedTensor? known)
    {
        TensorData weight = graph.Parameters[layer.Inputs[1]];
        int axis = WeightQuantizer.ChannelAxis(layer, weight);
        float[] scales = known is null ? WeightQuantizer.Scales(weight.AsSpan<float>(), weight.Shape, axis, limit)
            : known.Scales.Length == 1 ? [.. Enumerable.Repeat(known.Scales[0], weight.Shape[axis])]
            : known.Scales.ToArray();
        Node current = editor.Nodes.First(n => n.Name == layer.Name);
        string w = Dequantized(editor, WeightQuantizer.Quantize(weight, scales, axis, limit), scales, axis);
        string[] inputs = [current.Inputs[0], w, .. current.Inputs.Skip(2)];
        if (layer.Input(2) is { } bias)
        {
            float[] biasScales = Array.ConvertAll(scales, s => s * inputScale);
            float[] values = graph.Parameters[bias].ToFloats();
            int[] codes = [.. values.Select((b, c) => int.CreateSaturating(Math.Round(b / (double)biasScales[biasScales.Length == 1 ? 0 : c])))];
            inputs[2] = Dequantized(editor, TensorData.From<int>(codes, new Shape(codes.Length)), biasScales, 0);
        }

        editor.Replace(current, current with { Inputs = [.. inputs] });
    }

    /// <summary>
    /// Codes, a cast and a product with the scales: ONNX Runtime folds that into a plain weight when it loads the file, which it
    /// does not do with DequantizeLinear.
    /// </summary>
    private static string StoreWeight(GraphEditor editor, ModelGraph graph, Node layer)
    {
        string name = layer.Inputs[1];
        TensorData weight = graph.Parameters[name];
        int axis = WeightQuantizer.ChannelAxis(layer, weight);
        float[] scales = WeightQuantizer.Scales(weight.AsSpan<float>(), weight.Shape, axis, WeightQuantizer.FullLimit);
        string codes = editor.AddParameter("w", WeightQuantizer.Quantize(weight, scales, axis, WeightQuantizer.FullLimit));
        int[] shape = new int[weight.Shape.Rank];
        Array.Fill(shape, 1);
        shape[axis] = scales.Length;
        string scale = editor.AddParameter("s", TensorData.From<float>(scales, new Shape(shape)));
        string cast = Emit(editor, "Cast", [codes], AttributeMap.Empty.With("to", FloatCode));
        return Emit(editor, "Mul", [cast, scale], AttributeMap.Empty);
    }

    private static string Dequantized(GraphEditor editor, TensorData codes, float[] scales, int axis)
    {
        string stored = editor.AddParameter("w", codes);
        string scale = editor.AddParameter("s", TensorData.From<float>(scales, new Shape(scales.Length)));
        return Emit(editor, "DequantizeLinear", [stored, scale, Zeros(editor, codes.Type, scales.Length)], AttributeMap.Empty.With("axis", axis));
    }

    /// <summary>Zero points of symmetric codes; one tensor serves all of a length.</summary>
    private static string Zeros(GraphEditor editor, DType type, int count)
    {
        string name = $"zeros/{type.ShortName()}/{count}";
        return editor.Parameters.ContainsKey(name) ? name : editor.SetParameter(name, new TensorData(type, new Shape(count), new byte[count * type.Size()]));
    }

    /// <summary>Adds a node with short names: there are several for every layer, and names are part of a small file.</summary>
    private static string Emit(GraphEditor editor, string operatorName, string[] inputs, AttributeMap attributes)
    {
        var node = new Node(editor.Fresh("n"), operatorName, [.. inputs], [editor.Fresh("v")], attributes);
        editor.Add(node);
        return node.Outputs[0];
    }

    /// <summary>A rectifier whose result starts at code 0 does nothing that clamping the code does not do.</summary>
    private static void AbsorbRectifiers(GraphEditor editor, ModelGraph graph, QuantizationPlan plan, IReadOnlyDictionary<string, ActivationScale> scales)
    {
        var index = new GraphIndex(graph);
        foreach (string value in plan.Values)
        {
            if (index.Producer(value) is not { OpType: "Relu" or "Clip", Domain: "" } rectifier || scales[value].Zero != 0 || index.Producer(rectifier.Inputs[0]) is not { } before || QuantizationPlan.AfterRectifier(before, index) != value)
            {
                continue;
            }

            float top = 255 * scales[value].Scale;
            bool clips = rectifier.OpType == "Clip" && (Limit(graph, rectifier, 1) != 0 || Limit(graph, rectifier, 2) < top * 0.999f);
            if (!clips)
            {
                Node producer = editor.Nodes.First(n => n.Name == before.Name);
                editor.Remove(editor.Nodes.First(n => n.Name == rectifier.Name));
                editor.Replace(producer, producer with { Outputs = [value] });
            }
        }
    }

    private static float Limit(ModelGraph graph, Node clip, int input) =>
        clip.Input(input) is { } name && graph.Parameters.TryGetValue(name, out TensorData? data) ? data.ToFloats()[0] : input == 1 ? float.NegativeInfinity : float.PositiveInfinity;
}
