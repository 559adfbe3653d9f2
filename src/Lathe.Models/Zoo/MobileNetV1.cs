using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>MobileNet (Howard et al. 2017); with width 0.25, 96 x 96 and 2 classes the visual-wake-words network of MLPerf Tiny.</summary>
internal static class MobileNetV1
{
    private static readonly (int Outputs, int Stride)[] s_layers = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1)];

    public static ModelGraph Build(ModelOptions o)
    {
        var b = new GraphBuilder("mobilenetv1", o.Key);
        string x = b.ConvBnRelu(b.Input("input", DType.Float32, [.. o.Input ?? [3, 96, 96]]), o.Scale(32), 3, 2, 1, name: "stem");
        for (int i = 0; i < s_layers.Length; i++)
        {
            x = b.ConvBnRelu(x, b.Channels(x), 3, s_layers[i].Stride, 1, groups: b.Channels(x), name: $"layer{i + 1}/dw");
            x = b.ConvBnRelu(x, o.Scale(s_layers[i].Outputs), 1, name: $"layer{i + 1}/pw");
        }

        return b.Build(b.Linear(b.GlobalAveragePool(x), o.Classes, "head"), "logits", "N", o.Classes);
    }
}
