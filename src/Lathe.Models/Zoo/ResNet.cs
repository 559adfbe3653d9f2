using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>Residual networks for small images (He et al. 2016).</summary>
internal static class ResNet
{
    /// <summary>ResNet-8 of MLPerf Tiny: one block a stage, widths 16, 32, 64; the 1 x 1 shortcut has a bias and no normalisation.</summary>
    public static ModelGraph Tiny(ModelOptions o) => Build(o, "resnet8", 1, plainShortcut: true);

    /// <summary>ResNet-20 and its deeper kin: (depth - 2) / 6 blocks a stage.</summary>
    public static ModelGraph Cifar(ModelOptions o, int depth) => Build(o, $"resnet{depth}", (depth - 2) / 6, plainShortcut: false);

    private static ModelGraph Build(ModelOptions o, string name, int blocks, bool plainShortcut)
    {
        var b = new GraphBuilder(name, o.Key);
        string x = b.ConvBnRelu(b.Input("input", DType.Float32, [.. o.Input ?? [3, 32, 32]]), o.Scale(16), 3, name: "stem");
        for (int stage = 0; stage < 3; stage++)
        {
            for (int block = 0; block < blocks; block++)
            {
                x = Block(b, x, o.Scale(16 << stage), stage > 0 && block == 0 ? 2 : 1, plainShortcut, $"stage{stage + 1}/block{block + 1}");
            }
        }

        return b.Build(b.Linear(b.GlobalAveragePool(x), o.Classes, "head"), "logits", "N", o.Classes);
    }

    internal static string Block(GraphBuilder b, string x, int width, int stride, bool plainShortcut, string name)
    {
        string y = b.ConvBnRelu(x, width, 3, stride, name: name + "/conv1");
        y = b.BatchNorm(b.Conv(y, width, 3, name: name + "/conv2"), name + "/bn2");
        string shortcut = x;
        if (stride > 1 || b.Channels(x) != width)
        {
            shortcut = b.Conv(x, width, 1, stride, 0, bias: plainShortcut, name: name + "/shortcut");
            shortcut = plainShortcut ? shortcut : b.BatchNorm(shortcut, name + "/shortcut/bn");
        }

        return b.Relu(b.Add(y, shortcut));
    }
}
