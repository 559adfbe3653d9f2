using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>EfficientNet-B0 (Tan and Le 2019) and its scaled kin through <see cref="ModelOptions.Compound"/>.</summary>
internal static class EfficientNet
{
    private static readonly (int Factor, int Kernel, int Stride, int Outputs, int Count)[] s_stages =
        [(1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1)];

    public static ModelGraph Build(ModelOptions o)
    {
        int[] shape = o.Shape(3, 224, 224);
        bool small = shape[1] < 64;
        var b = new GraphBuilder("efficientnet-b0", o.Key);
        string x = b.Input("input", DType.Float32, shape);
        x = b.Swish(b.BatchNorm(b.Conv(x, o.ScaleByEight(32), 3, small ? 1 : 2, name: "stem"), "stem/bn"));
        for (int stage = 0; stage < s_stages.Length; stage++)
        {
            (int factor, int kernel, int stride, int outputs, int count) = s_stages[stage];
            for (int block = 0; block < (int)Math.Ceiling((count * o.Depth) - 1e-9); block++)
            {
                int squeezed = Math.Max(1, b.Channels(x) / 4);
                string name = $"stage{stage + 1}/block{block + 1}";
                x = new InvertedResidual(b.Channels(x) * factor, kernel, block > 0 || (small && stage == 1) ? 1 : stride, o.ScaleByEight(outputs), b.Swish)
                {
                    Excite = y => b.SqueezeExcite(y, squeezed, b.Swish, b.Sigmoid, name + "/excite"),
                }.Build(b, x, name);
            }
        }

        x = b.Swish(b.BatchNorm(b.Conv(x, o.ScaleByEight(1280), 1, name: "last"), "last/bn"));
        return b.Build(b.Linear(b.Dropout(b.GlobalAveragePool(x), 0.2f), o.Classes, "head"), "logits", "N", o.Classes);
    }
}
