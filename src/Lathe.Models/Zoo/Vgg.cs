using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>VGG-small: pairs of 128, 256 and 512 filters of 3 x 3, then one dense layer; common in quantization papers.</summary>
internal static class Vgg
{
    public static ModelGraph Small(ModelOptions o)
    {
        int[] shape = o.Shape(3, 32, 32);
        var b = new GraphBuilder("vgg-small", o.Key);
        string x = b.Input("input", DType.Float32, shape);
        for (int stage = 0; stage < 3; stage++)
        {
            x = b.ConvBnRelu(x, o.Scale(128 << stage), 3, name: $"stage{stage + 1}/conv1");
            x = b.ConvBnRelu(x, o.Scale(128 << stage), 3, name: $"stage{stage + 1}/conv2");
            x = b.MaxPool(x, 2, 2);
        }

        x = b.Flatten(x, b.Channels(x) * (shape[1] / 8) * (shape[2] / 8));
        return b.Build(b.Linear(x, o.Classes, "head"), "logits", "N", o.Classes);
    }
}
