using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Bundles;

/// <summary>A small valid network with every kind of attribute, dimension, tensor and body.</summary>
internal static class EverythingNet
{
    public static ModelGraph Create()
    {
        float[] sparse = new float[400];
        for (int i = 0; i < sparse.Length; i += 9)
        {
            sparse[i] = (i % 5) - 2.5f;
        }

        var branch = new ModelGraph
        {
            Name = "then",
            Inputs = [],
            Outputs = [new ValueInfo("inner", DType.Float32, null)],
            Nodes = [new Node("inner relu", "Relu", ["h"], ["inner"], AttributeMap.Empty)],
            Parameters = ImmutableDictionary<string, TensorData>.Empty.Add("unused", TensorData.From<Half>([(Half)1.5f], new Shape(1))),
        };
        return new ModelGraph
        {
            Name = "everything",
            Inputs = [new ValueInfo("x", DType.Float32, [new Dimension(null, "N"), 20]), new ValueInfo("flag", DType.Bool, []), new ValueInfo("odd", DType.Int64, [new Dimension(null)])],
            Outputs = [new ValueInfo("y", DType.Float32, [new Dimension(null, "N"), new Dimension(null)]), new ValueInfo("k", DType.Float32, null)],
            Nodes =
            [
                new Node("fc", "Gemm", ["x", "w", ""], ["h"], AttributeMap.Empty.With("transB", 1).With("alpha", 0.5f)),
                new Node("branch", "If", ["flag"], ["y"], AttributeMap.Empty.With("then_branch", branch).With("else_branch", branch)),
                new Node("constant", "Constant", [], ["k"], AttributeMap.Empty.With("value", TensorData.From<float>([1, -0f, float.NaN], new Shape(3)))),
                new Node("own", "Strange", ["h"], ["unread"], AttributeMap.Empty.With("texts", new[] { "a", "" }).With("numbers", new[] { 1.5f, float.NaN }).With("integers", new[] { long.MinValue, 0, long.MaxValue }).With("text", "ünïcode"), "custom.domain"),
            ],
            Parameters = ImmutableDictionary<string, TensorData>.Empty.Add("w", TensorData.From<float>(sparse, new Shape(20, 20)))
                .Add("bytes", TensorData.From<sbyte>([.. Enumerable.Range(0, 500).Select(i => (sbyte)(i % 11))], new Shape(500))).Add("empty", TensorData.From<float>([], new Shape(0, 3))),
            Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("author", "test").Add("note", "two\nlines"),
            ImportedOpset = 15,
        };
    }
}
