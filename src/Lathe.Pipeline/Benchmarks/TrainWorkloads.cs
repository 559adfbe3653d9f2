using Lathe.Graph;
using Lathe.Models;
using Lathe.Tensors;

namespace Lathe.Pipeline.Benchmarks;

/// <summary>The seven networks training speed is measured on, layer for layer those of the peer.</summary>
public static class TrainWorkloads
{
    /// <summary>All, in the order they are reported.</summary>
    public static IReadOnlyList<TrainWorkload> All { get; } =
    [
        Images("mlp-784-300-100", 128, () => ModelZoo.Create("lenet-300-100"), 1, 28, 10),
        Images("lenet5", 128, () => ModelZoo.Create("lenet5"), 1, 28, 10),
        Images("resnet8", 128, () => ModelZoo.Create("resnet8"), 3, 32, 10),
        Images("resnet8-w64", 128, () => ModelZoo.Create("resnet8", new ModelOptions { Width = 4 }), 3, 32, 10),
        Images("mobilenetv1-0.25-96", 32, () => ModelZoo.Create("mobilenetv1"), 3, 96, 2),
        new("lstm-200x2-ptb", 20, LanguageModel, new Shape(35), 10000, 20 * 35, 10000),
        new("encoder-128x2-len64", 32, Encoder, new Shape(64), 8192, 32, 4),
    ];

    private static TrainWorkload Images(string name, int batch, Func<ModelGraph> build, int channels, int side, int classes) =>
        new(name, batch, build, new Shape(channels, side, side), 0, batch, classes);

    /// <summary>Two LSTM layers of 200 under a table of 10,000 words, no dropout.</summary>
    private static ModelGraph LanguageModel()
    {
        const int Words = 10000, Width = 200;
        var b = new GraphBuilder("lstm-200x2-ptb", RandomKey.FromSeed(0));
        string x = b.Transpose(b.Embedding(b.Tokens("input", 35), Words, Width), Width, 1, 0, 2);
        x = b.Transpose(b.Lstm(b.Lstm(x, Width), Width), Width, 1, 0, 2);
        return b.Build(b.Linear(b.Reshape(x, Width, -1, Width), Words), "logits", "M", Words);
    }

    /// <summary>Two layers of attention and rectified dense layers, normalised after each shortcut, mean-pooled.</summary>
    private static ModelGraph Encoder()
    {
        const int Words = 8192, Width = 128, Length = 64;
        var b = new GraphBuilder("encoder-128x2-len64", RandomKey.FromSeed(0));
        string x = b.Reshape(b.Embedding(b.Tokens("input", Length), Words, Width), Width, -1, Width);
        for (int layer = 1; layer <= 2; layer++)
        {
            x = b.LayerNorm(b.Add(x, b.Attention(x, Length, 4, $"layer{layer}/attention")));
            x = b.LayerNorm(b.Add(x, b.Linear(b.Relu(b.Linear(x, 4 * Width)), Width)));
        }

        return b.Build(b.Linear(b.Mean(b.Reshape(x, Width, -1, Length, Width), 1, Width), 4), "logits", "N", 4);
    }
}
