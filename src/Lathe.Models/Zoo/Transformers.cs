using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>Networks of self-attention, mean-pooled; normalisation stands before each part (Xiong et al. 2020).</summary>
internal static class Transformers
{
    /// <summary>Classifier of tokens [N, T]: 2 layers, 4 heads, width 128.</summary>
    public static ModelGraph Encoder(ModelOptions o)
    {
        const int Heads = 4;
        int length = o.Shape(64)[0], width = Heads * o.Scale(32);
        var b = new GraphBuilder("transformer-encoder", o.Key);
        string x = b.Embedding(b.Tokens("input", length), o.Vocabulary ?? 8192, width, 0.02);
        return Finish(b, o, x, length, layers: 2, Heads, 4 * width, dropout: 0.1f);
    }

    /// <summary>A small vision transformer (Dosovitskiy et al. 2021) for 32 x 32: patches of 4, 6 layers, 6 heads, width 192.</summary>
    public static ModelGraph Vision(ModelOptions o)
    {
        const int Heads = 6, Patch = 4;
        int[] shape = o.Shape(3, 32, 32);
        int width = Heads * o.Scale(32), length = shape[1] / Patch * (shape[2] / Patch);
        var b = new GraphBuilder("vit-small", o.Key);
        string x = b.Conv(b.Input("input", DType.Float32, shape), width, Patch, Patch, 0, bias: true, name: "patches");
        x = b.Transpose(b.Reshape(x, width, -1, width, length), width, 0, 2, 1);
        return Finish(b, o, x, length, layers: 6, Heads, 2 * width, dropout: 0);
    }

    private static ModelGraph Finish(GraphBuilder b, ModelOptions o, string x, int length, int layers, int heads, int hidden, float dropout)
    {
        int width = b.Channels(x);
        x = b.Reshape(b.AddPositions(x, length), width, -1, width);
        for (int layer = 1; layer <= layers; layer++)
        {
            x = b.TransformerLayer(x, length, heads, hidden, dropout, $"layer{layer}");
        }

        x = b.Reshape(b.LayerNorm(x, "last/ln"), width, -1, length, width);
        return b.Build(b.Linear(b.Mean(x, 1, width), o.Classes, "head"), "logits", "N", o.Classes);
    }
}
