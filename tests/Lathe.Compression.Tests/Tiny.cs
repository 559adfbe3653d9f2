using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Compression.Tests;

/// <summary>Networks and images that train in milliseconds.</summary>
internal static class Tiny
{
    /// <summary>Images [1, 8, 8] of four classes.</summary>
    public static Dataset Data { get; } = SyntheticImages.Create(SmallNet.Classes, 1, 8, 240, 120, RandomKey.FromSeed(5));

    /// <summary>Two convolutions with normalisation and a dense layer.</summary>
    public static ModelGraph Net(int seed = 13)
    {
        var b = new GraphBuilder("tiny", RandomKey.FromSeed(seed));
        string x = b.ConvBnRelu(b.Input("input", DType.Float32, 1, 8, 8), 8, 3, 2, name: "stem");
        x = b.ConvBnRelu(x, 12, 3, 1, name: "middle");
        return b.Build(b.Linear(b.GlobalAveragePool(x), SmallNet.Classes, "head"), "logits", "N", SmallNet.Classes);
    }

    /// <summary>64 inputs, hidden layers, four classes.</summary>
    public static ModelGraph Dense(int seed = 13, params int[] hidden)
    {
        var b = new GraphBuilder("dense", RandomKey.FromSeed(seed));
        string x = b.Flatten(b.Input("input", DType.Float32, 1, 8, 8), 64);
        foreach (int width in hidden)
        {
            x = b.Relu(b.Linear(x, width));
        }

        return b.Build(b.Linear(x, SmallNet.Classes, "head"), "logits", "N", SmallNet.Classes);
    }

    /// <summary>A trial on these images.</summary>
    public static Trial Trial(int? epochs = null, ulong seed = 5) => new() { Data = Data, Batch = 20, AskedEpochs = epochs, Key = RandomKey.FromSeed((long)seed) };

    /// <summary>The same network with another value of one parameter.</summary>
    public static ModelGraph With(this ModelGraph graph, string name, float[] values) =>
        graph with { Parameters = graph.Parameters.SetItem(name, TensorData.From<float>(values, graph.Parameters[name].Shape)) };

    /// <summary>A parameter's values.</summary>
    public static float[] Values(this ModelGraph graph, string name) => graph.Parameters[name].ToFloats();
}
