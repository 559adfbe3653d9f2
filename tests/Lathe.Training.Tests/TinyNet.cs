using Lathe.Graph;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Tests;

/// <summary>A network with batch normalisation and dropout, and images, that train in milliseconds.</summary>
internal static class TinyNet
{
    public static Dataset Data { get; } = SyntheticImages.Create(4, 1, 8, 160, 40, RandomKey.FromSeed(11));

    /// <summary>Convolution, normalisation, dropout, dense.</summary>
    public static ModelGraph Build(bool normalised = true, float dropout = 0.1f, int seed = 12)
    {
        var b = new GraphBuilder("tiny", RandomKey.FromSeed(seed));
        string x = b.Conv(b.Input("input", DType.Float32, 1, 8, 8), 4, 3, stride: 2, bias: !normalised);
        x = b.Relu(normalised ? b.BatchNorm(x) : x);
        x = b.Flatten(x, 4 * 4 * 4);
        x = dropout > 0 ? b.Dropout(x, dropout) : x;
        return b.Build(b.Linear(x, 4), "logits", "N", 4);
    }

    /// <summary>A dense network for samples [F].</summary>
    public static ModelGraph Dense(int features, int outputs, int hidden = 16, int seed = 13)
    {
        var b = new GraphBuilder("dense", RandomKey.FromSeed(seed));
        string x = b.Input("input", DType.Float32, features);
        return b.Build(b.Linear(hidden > 0 ? b.Relu(b.Linear(x, hidden)) : x, outputs), "logits", "N", outputs);
    }

    /// <summary>All parameters as bytes, in order of their names.</summary>
    public static byte[] Bytes(ModelGraph graph) => [.. graph.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => p.Value.Bytes.ToArray())];

    /// <summary>All binary32 parameters in order of their names.</summary>
    public static float[] Floats(ModelGraph graph) => [.. graph.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Where(p => p.Value.Type == DType.Float32).SelectMany(p => p.Value.ToFloats())];
}

/// <summary>Parts of graphs.</summary>
internal static class GraphParts
{
    /// <summary>Only the parameters whose names contain a text.</summary>
    public static ModelGraph Pick(this ModelGraph graph, string text) => graph with { Parameters = graph.Parameters.RemoveRange(graph.Parameters.Keys.Where(k => !k.Contains(text, StringComparison.Ordinal))) };
}
