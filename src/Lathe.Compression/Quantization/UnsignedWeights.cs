using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization;

/// <summary>
/// The same quantized network with weights as u8 around a zero point of 128. Where a processor multiplies u8 by i8 in pairs whose 16-bit sums
/// saturate (AVX2 without VNNI), ONNX Runtime's kernels for two unsigned operands stay exact; they take more instructions. Codes of 7 bits
/// need none of it.
/// </summary>
public static class UnsignedWeights
{
    private const byte Zero = 128;

    // Two products of 255 and this fit 16 bits.
    private const int LargestSafe = 64;

    /// <summary>Writes the weights that could saturate anew; the graph itself where none could.</summary>
    /// <param name="graph">A graph in QDQ form.</param>
    public static ModelGraph Apply(ModelGraph graph)
    {
        Node[] wide = [.. graph.Nodes.Where(n => n.OpType == "DequantizeLinear" && graph.Parameters.TryGetValue(n.Inputs[0], out TensorData? codes) && IsWide(codes, graph, n))];
        if (wide.Length == 0)
        {
            return graph;
        }

        var editor = new GraphEditor(graph);
        foreach (Node node in wide)
        {
            TensorData codes = graph.Parameters[node.Inputs[0]], scales = graph.Parameters[node.Inputs[1]];
            string weight = editor.AddParameter("w", new TensorData(DType.UInt8, codes.Shape, Array.ConvertAll(codes.AsSpan<sbyte>().ToArray(), c => (byte)(c + Zero))));
            string zeros = $"halves/{scales.Count}";
            if (!editor.Parameters.ContainsKey(zeros))
            {
                editor.SetParameter(zeros, new TensorData(DType.UInt8, scales.Shape, Enumerable.Repeat(Zero, scales.Count).ToArray()));
            }

            editor.Replace(node, node with { Inputs = [weight, node.Inputs[1], zeros] });
        }

        return editor.ToGraph();
    }

    private static bool IsWide(TensorData codes, ModelGraph graph, Node node) =>
        codes.Type == DType.Int8 && Array.Exists(codes.AsSpan<sbyte>().ToArray(), c => c is < -LargestSafe or > LargestSafe)
        && (node.Input(2) is not { } zeros || graph.Parameters[zeros].ToIntegers().All(z => z == 0));
}
