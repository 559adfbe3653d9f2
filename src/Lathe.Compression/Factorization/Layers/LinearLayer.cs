using Lathe.Compression.Factorization.Algebra;
using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Compression.Factorization.Layers;

/// <summary>A layer that a factorization may replace: its node, its weight, and what it reads.</summary>
/// <param name="Node">Gemm, MatMul, Conv or Gather.</param>
/// <param name="WeightName">Its weight, which no other node reads.</param>
/// <param name="Weight">The weight's values.</param>
/// <param name="Input">The value that flows through.</param>
/// <param name="InputType">Its type for one sample.</param>
public sealed record LinearLayer(Node Node, string WeightName, TensorData Weight, string Input, TensorType InputType)
{
    /// <summary>True for Gemm and for MatMul with a matrix on the right.</summary>
    public bool IsDense => Node.OpType is "Gemm" or "MatMul";

    /// <summary>True for a convolution of images that is not grouped.</summary>
    public bool IsConvolution => Node.OpType == "Conv" && Weight.Shape.Rank == 4 && Node.Attributes.Int("group", 1) == 1;

    /// <summary>True for a convolution of one pixel.</summary>
    public bool IsPointwise => IsConvolution && Weight.Shape[2] == 1 && Weight.Shape[3] == 1;

    /// <summary>True for an embedding table.</summary>
    public bool IsEmbedding => Node.OpType == "Gather";

    /// <summary>Outputs of a dense layer or a convolution.</summary>
    public int Outputs => Weight.Shape[IsDense && !Transposed ? 1 : 0];

    /// <summary>Inputs of a dense layer or a convolution.</summary>
    public int Inputs => Weight.Shape[IsDense && !Transposed ? 0 : 1];

    private bool Transposed => Node.OpType == "Gemm" && Node.Attributes.Int("transB", 0) != 0;

    /// <summary>The matrix of a dense layer as [outputs, inputs], alpha included.</summary>
    public float[] Matrix()
    {
        float[] values = Weight.ToFloats();
        float alpha = Node.OpType == "Gemm" ? Node.Attributes.Float("alpha", 1) : 1;
        float[] matrix = !IsDense || Transposed ? values : Unfolding.Permute(values, [Inputs, Outputs], 1, 0);
        return alpha == 1 ? matrix : Array.ConvertAll(matrix, v => v * alpha);
    }

    /// <summary>The layers of a graph, in order.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="types">The types of its values.</param>
    public static IReadOnlyList<LinearLayer> Of(ModelGraph graph, IReadOnlyDictionary<string, TensorType> types)
    {
        var index = new GraphIndex(graph);
        return [.. graph.Nodes.Select(n => Read(n, graph, index, types)).OfType<LinearLayer>()];
    }

    private static LinearLayer? Read(Node node, ModelGraph graph, GraphIndex index, IReadOnlyDictionary<string, TensorType> types)
    {
        int at = node.OpType == "Gather" ? 0 : 1;
        if (node is not { Domain: "", OpType: "Gemm" or "MatMul" or "Conv" or "Gather" } || node.Attributes.Int("transA", 0) != 0 || node.Attributes.Int("axis", 0) != 0)
        {
            return null;
        }

        (string weight, string input) = (node.Inputs[at], node.Inputs[1 - at]);
        if (!graph.Parameters.TryGetValue(weight, out TensorData? data) || data.Type != DType.Float32 || index.Consumers(weight).Count != 1 || index.IsOutput(weight) || node.Inputs.Count(i => i == weight) != 1)
        {
            return null;
        }

        bool fits = (node.OpType == "Conv" ? data.Shape.Rank > 2 : data.Shape.Rank == 2) && !graph.Parameters.ContainsKey(input) && types.ContainsKey(input);
        return fits ? new LinearLayer(node, weight, data, input, types[input]) : null;
    }
}
