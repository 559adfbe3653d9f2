using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Factorization.Layers;

/// <summary>One node of those that take a layer's place, one after the other: an operator with at most one constant beside what flows through.</summary>
/// <param name="OpType">The operator.</param>
/// <param name="Attributes">Its attributes.</param>
public sealed record FactorPart(string OpType, AttributeMap Attributes)
{
    /// <summary>The shape of its weight; null for one without.</summary>
    public Shape? Weight { get; init; }

    /// <summary>A constant that is not a weight, such as a new shape.</summary>
    public TensorData? Constant { get; init; }

    /// <summary>A dense layer of a layer's own kind, without bias: its weight is [outputs, inputs] for Gemm, [inputs, outputs] for MatMul.</summary>
    public static FactorPart Dense(LinearLayer layer, int outputs, int inputs) => layer.Node.OpType == "Gemm"
        ? new FactorPart("Gemm", AttributeMap.Empty.With("transB", 1)) { Weight = new Shape(outputs, inputs) }
        : new FactorPart("MatMul", AttributeMap.Empty) { Weight = new Shape(inputs, outputs) };

    /// <summary>A convolution of one pixel.</summary>
    public static FactorPart Pointwise(int outputs, int inputs, int groups = 1) =>
        new("Conv", groups == 1 ? AttributeMap.Empty : AttributeMap.Empty.With("group", groups)) { Weight = new Shape(outputs, inputs / groups, 1, 1) };

    /// <summary>A convolution with the window of a layer, along rows, columns or both, that strides, pads and dilates as the layer does.</summary>
    public static FactorPart Window(LinearLayer layer, int outputs, int inputs, int groups = 1, bool rows = true, bool columns = true)
    {
        AttributeMap given = layer.Node.Attributes, own = groups == 1 ? AttributeMap.Empty : AttributeMap.Empty.With("group", groups);
        long[] strides = given.Ints("strides") ?? [1, 1], dilations = given.Ints("dilations") ?? [1, 1], pads = given.Ints("pads") ?? [0, 0, 0, 0];
        own = own.With("strides", new[] { rows ? strides[0] : 1, columns ? strides[1] : 1 }).With("dilations", new[] { rows ? dilations[0] : 1, columns ? dilations[1] : 1 });
        own = given.Text("auto_pad", "NOTSET") is "NOTSET" ? own.With("pads", new[] { rows ? pads[0] : 0, columns ? pads[1] : 0, rows ? pads[2] : 0, columns ? pads[3] : 0 }) : own.With("auto_pad", given.Text("auto_pad", ""));
        return new FactorPart("Conv", own) { Weight = new Shape(outputs, inputs / groups, rows ? layer.Weight.Shape[2] : 1, columns ? layer.Weight.Shape[3] : 1) };
    }

    /// <summary>The same elements in another shape; -1 is what is left, 0 a dimension as it was.</summary>
    public static FactorPart Reshape(params long[] shape) => new("Reshape", AttributeMap.Empty) { Constant = TensorData.Integers(shape) };

    /// <summary>Axes in another order.</summary>
    public static FactorPart Transpose(params long[] order) => new("Transpose", AttributeMap.Empty.With("perm", order));
}
