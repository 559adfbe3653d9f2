using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>ShuffleNet v2 (Ma et al. 2018), width 1. Inputs below 64 x 64 get a stem without strides.</summary>
internal static class ShuffleNetV2
{
    public static ModelGraph Build(ModelOptions o)
    {
        int[] shape = o.Shape(3, 224, 224);
        bool small = shape[1] < 64;
        var b = new GraphBuilder("shufflenetv2", o.Key);
        string x = b.ConvBnRelu(b.Input("input", DType.Float32, shape), o.Scale(24), 3, small ? 1 : 2, name: "stem");
        x = small ? x : b.MaxPool(x, 3, 2, 1);
        foreach ((int stage, int outputs, int count) in new[] { (2, 116, 4), (3, 232, 8), (4, 464, 4) })
        {
            int half = Math.Max(1, o.Scale(outputs) / 2);
            x = Down(b, x, half, $"stage{stage}/unit1");
            for (int unit = 2; unit <= count; unit++)
            {
                string[] halves = b.Split(x, half, half);
                x = b.ChannelShuffle(b.Concat(halves[0], Branch(b, halves[1], half, 1, $"stage{stage}/unit{unit}")), 2);
            }
        }

        x = b.ConvBnRelu(x, o.Scale(1024), 1, name: "last");
        return b.Build(b.Linear(b.GlobalAveragePool(x), o.Classes, "head"), "logits", "N", o.Classes);
    }

    private static string Down(GraphBuilder b, string x, int half, string name)
    {
        string left = b.BatchNorm(b.Conv(x, b.Channels(x), 3, 2, groups: b.Channels(x), name: name + "/left/dw"), name + "/left/dw/bn");
        left = b.ConvBnRelu(left, half, 1, name: name + "/left/pw");
        return b.ChannelShuffle(b.Concat(left, Branch(b, x, half, 2, name)), 2);
    }

    private static string Branch(GraphBuilder b, string x, int half, int stride, string name)
    {
        x = b.ConvBnRelu(x, half, 1, name: name + "/pw1");
        x = b.BatchNorm(b.Conv(x, half, 3, stride, groups: half, name: name + "/dw"), name + "/dw/bn");
        return b.ConvBnRelu(x, half, 1, name: name + "/pw2");
    }
}
