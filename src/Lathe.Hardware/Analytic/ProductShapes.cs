using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Hardware.Analytic;

/// <summary>Reads off a node the matrix product it is.</summary>
internal static class ProductShapes
{
    /// <summary>The product, or null when the node is none of a known form.</summary>
    public static ProductShape? Of(Node node, IReadOnlyDictionary<string, TensorType> types) => node.OpType switch
    {
        "Conv" or "ConvInteger" => Convolution(node, types, 1),
        "QLinearConv" => Convolution(node, types, 3),
        "ConvTranspose" => Transposed(node, types),
        "Gemm" => Gemm(node, types),
        "MatMul" or "MatMulInteger" => MatMul(node, types, 1),
        "QLinearMatMul" => MatMul(node, types, 3),
        _ => null,
    };

    private static ProductShape? Convolution(Node node, IReadOnlyDictionary<string, TensorType> types, int weight)
    {
        Shape w = Shape(node.Inputs[weight], types), y = Shape(node.Outputs[0], types);
        long groups = node.Attributes.Int("group", 1);
        return w.Rank < 3 || y.Rank != w.Rank ? null : new ProductShape(groups, y.Count / y[1], w[0] / groups, w.Product(1, w.Rank));
    }

    // Every input position is multiplied into a window of outputs.
    private static ProductShape? Transposed(Node node, IReadOnlyDictionary<string, TensorType> types)
    {
        Shape x = Shape(node.Inputs[0], types), w = Shape(node.Inputs[1], types);
        long groups = node.Attributes.Int("group", 1);
        return w.Rank < 3 || x.Rank != w.Rank ? null : new ProductShape(groups, x.Count / x[1], w.Product(1, w.Rank), w[0] / groups);
    }

    private static ProductShape? Gemm(Node node, IReadOnlyDictionary<string, TensorType> types)
    {
        Shape a = Shape(node.Inputs[0], types), y = Shape(node.Outputs[0], types);
        return a.Rank != 2 || y.Rank != 2 ? null : new ProductShape(1, y[0], y[1], node.Attributes.Int("transA", 0) == 0 ? a[1] : a[0]);
    }

    private static ProductShape? MatMul(Node node, IReadOnlyDictionary<string, TensorType> types, int second)
    {
        Shape a = Shape(node.Inputs[0], types), b = Shape(node.Inputs[second], types), y = Shape(node.Outputs[0], types);
        if (a.Rank < 2 || b.Rank < 2)
        {
            return null;
        }

        // One matrix for all samples makes one tall product.
        long groups = b.Rank == 2 ? 1 : y.Product(0, y.Rank - 2);
        return new ProductShape(groups, y.Count / y[-1] / groups, y[-1], a[-1]);
    }

    private static Shape Shape(string value, IReadOnlyDictionary<string, TensorType> types) => types.TryGetValue(value, out TensorType type) ? type.Shape : Tensors.Shape.Scalar;
}
