using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>MobileNet v2 (Sandler et al. 2018). Inputs below 64 x 64 keep their size through the first two strides.</summary>
internal static class MobileNetV2
{
    private static readonly (int Factor, int Outputs, int Count, int Stride)[] s_stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    public static ModelGraph Build(ModelOptions o)
    {
        int[] shape = o.Shape(3, 224, 224);
        bool small = shape[1] < 64;
        var b = new GraphBuilder("mobilenetv2", o.Key);
        string x = b.Input("input", DType.Float32, shape);
        x = b.Relu6(b.BatchNorm(b.Conv(x, o.ScaleByEight(32), 3, small ? 1 : 2, name: "stem"), "stem/bn"));
        for (int stage = 0; stage < s_stages.Length; stage++)
        {
            (int factor, int outputs, int count, int stride) = s_stages[stage];
            for (int block = 0; block < count; block++)
            {
                int step = block > 0 || (small && stage == 1) ? 1 : stride;
                x = new InvertedResidual(b.Channels(x) * factor, 3, step, o.ScaleByEight(outputs), b.Relu6).Build(b, x, $"stage{stage + 1}/block{block + 1}");
            }
        }

        int last = ModelOptions.RoundToEight(1280 * Math.Max(1, o.Width));
        x = b.Relu6(b.BatchNorm(b.Conv(x, last, 1, name: "last"), "last/bn"));
        return b.Build(b.Linear(b.Dropout(b.GlobalAveragePool(x), 0.2f), o.Classes, "head"), "logits", "N", o.Classes);
    }
}
