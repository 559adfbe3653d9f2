using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Compression.Factorization.Layers;

/// <summary>Takes a layer out as a network of its own, and puts the nodes of a factorization in its place.</summary>
internal static class LayerSurgery
{
    /// <summary>A network of one layer, for costs.</summary>
    public static ModelGraph Isolate(LinearLayer layer, ModelGraph graph) => new()
    {
        Name = layer.Node.Name,
        Inputs = [new ValueInfo(layer.Input, layer.InputType.Type, [.. layer.InputType.Shape.Dimensions.ToArray().Select(d => (Dimension)d)])],
        Outputs = [new ValueInfo(layer.Node.Outputs[0], DType.Float32, null)],
        Nodes = [layer.Node],
        Parameters = layer.Node.Inputs.Where(graph.Parameters.ContainsKey).Distinct().ToImmutableDictionary(i => i, i => graph.Parameters[i]),
    };

    /// <summary>Replaces a layer; the last node keeps its name and its output, and the last one with a weight takes its bias.</summary>
    /// <param name="editor">The network.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="parts">The nodes.</param>
    /// <param name="weights">Their weights; zeros when null.</param>
    public static void Replace(GraphEditor editor, LinearLayer layer, IReadOnlyList<FactorPart> parts, float[][]? weights = null)
    {
        int biased = Enumerable.Range(0, parts.Count).Last(p => parts[p].Weight is not null), weight = 0;
        if (layer.Node.Input(2) is not null && parts[biased].OpType == "MatMul")
        {
            // A product has no place for a bias: it is added at the end.
            parts = [.. parts, new FactorPart("Add", AttributeMap.Empty)];
            biased = parts.Count - 1;
        }

        int last = parts.Count - 1;
        editor.Remove(layer.Node);
        editor.RemoveParameter(layer.WeightName);
        string value = layer.Input;
        for (int p = 0; p <= last; p++)
        {
            FactorPart part = parts[p];
            var inputs = new List<string> { value };
            if (part.Weight is { } shape)
            {
                string stored = editor.AddParameter($"{layer.WeightName}_{weight}", TensorData.From<float>(weights?[weight] ?? new float[shape.Count], shape));
                inputs.Insert(part.OpType == "Gather" ? 0 : 1, stored);
                weight++;
            }
            else if (part.Constant is { } constant)
            {
                inputs.Add(editor.AddParameter($"{layer.Node.Name}/constant{p}", constant));
            }

            if (p == biased && layer.Node.Input(2) is { } bias)
            {
                inputs.Add(Bias(editor, layer, part, bias));
            }

            string name = p == last ? layer.Node.Name : editor.Fresh($"{layer.Node.Name}/factor{p}"), output = p == last ? layer.Node.Outputs[0] : editor.Fresh(name + "/out");
            editor.Add(new Node(name, part.OpType, [.. inputs], [output], part.Attributes));
            value = output;
        }
    }

    // Gemm's beta moves into the bias, and where a convolution takes its place the bias is a vector.
    private static string Bias(GraphEditor editor, LinearLayer layer, FactorPart part, string bias)
    {
        float beta = layer.Node.OpType == "Gemm" ? layer.Node.Attributes.Float("beta", 1) : 1;
        TensorData data = editor.Parameters[bias];
        bool vector = part.OpType == "Conv" && (data.Shape.Rank != 1 || data.Count != part.Weight!.Value[0]);
        if (beta == 1 && !vector)
        {
            return bias;
        }

        float[] values = Array.ConvertAll(data.ToFloats(), v => v * beta);
        values = vector && values.Length == 1 ? [.. Enumerable.Repeat(values[0], part.Weight!.Value[0])] : values;
        return editor.AddParameter($"{layer.Node.Name}/bias", TensorData.From<float>(values, vector ? new Shape(values.Length) : data.Shape));
    }
}
