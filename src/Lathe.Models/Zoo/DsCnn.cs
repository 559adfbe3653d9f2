using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>The keyword-spotting network of MLPerf Tiny (Zhang et al. 2017): one 10 x 4 convolution, four separable ones.</summary>
internal static class DsCnn
{
    public static ModelGraph Build(ModelOptions o)
    {
        var b = new GraphBuilder("ds-cnn", o.Key);
        string x = b.Input("input", DType.Float32, [.. o.Input ?? [1, 49, 10]]);
        x = b.Relu(b.BatchNorm(b.Conv(x, o.Scale(64), (10, 4), (2, 2), (4, 1, 5, 1), name: "stem"), "stem/bn"));
        for (int i = 1; i <= 4; i++)
        {
            x = b.ConvBnRelu(x, b.Channels(x), 3, groups: b.Channels(x), name: $"layer{i}/dw");
            x = b.ConvBnRelu(x, o.Scale(64), 1, name: $"layer{i}/pw");
        }

        return b.Build(b.Linear(b.GlobalAveragePool(x), o.Classes, "head"), "logits", "N", o.Classes);
    }
}
