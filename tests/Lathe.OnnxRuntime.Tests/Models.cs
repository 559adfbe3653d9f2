using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Tensors;

namespace Lathe.OnnxRuntime.Tests;

/// <summary>Small models made here, and the check that the native library is there to run them.</summary>
internal static class Models
{
    private static readonly Lazy<string?> s_missing = new(Look);

    public static void RequireLibrary() => Skip.If(s_missing.Value is not null, s_missing.Value);

    /// <summary>y = x of any element type.</summary>
    public static byte[] Identity(DType type) => OnnxModel.ToBytes(Net([new ValueInfo("x", type, Shape(2, 3))], [new ValueInfo("y", type, Shape(2, 3))], [new Node("copy", "Identity", ["x"], ["y"], AttributeMap.Empty)]));

    /// <summary>y = relu(x W + b) with W all 1 (4 to 3) and b = -1, as three nodes.</summary>
    public static byte[] Dense()
    {
        ModelGraph net = Net(
            [new ValueInfo("x", DType.Float32, Shape(null, 4))],
            [new ValueInfo("y", DType.Float32, Shape(null, 3))],
            [
                new Node("product", "MatMul", ["x", "w"], ["p"], AttributeMap.Empty),
                new Node("sum", "Add", ["p", "b"], ["s"], AttributeMap.Empty),
                new Node("rectify", "Relu", ["s"], ["y"], AttributeMap.Empty),
            ]);
        float[] ones = [.. Enumerable.Repeat(1f, 12)], bias = [-1, -1, -1];
        return OnnxModel.ToBytes(net with
        {
            Parameters = ImmutableDictionary<string, TensorData>.Empty.Add("w", TensorData.From<float>(ones, new Shape(4, 3))).Add("b", TensorData.From<float>(bias, new Shape(3))),
        });
    }

    private static ModelGraph Net(ImmutableArray<ValueInfo> inputs, ImmutableArray<ValueInfo> outputs, ImmutableArray<Node> nodes) =>
        new() { Name = "net", Inputs = inputs, Outputs = outputs, Nodes = nodes, Parameters = ImmutableDictionary<string, TensorData>.Empty };

    private static ImmutableArray<Dimension> Shape(params int?[] sizes) => [.. sizes.Select(s => s is { } size ? new Dimension(size) : (Dimension)"N")];

    private static string? Look()
    {
        try
        {
            using OrtSession session = OrtSession.Open(Identity(DType.Float32));
            return null;
        }
        catch (MissingDependencyException missing)
        {
            return missing.Message;
        }
    }
}
