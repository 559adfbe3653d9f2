using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>MobileNet v3 small (Howard et al. 2019): squeeze and excitation, hard swish.</summary>
internal static class MobileNetV3
{
    private static readonly (int Kernel, int Wide, int Outputs, bool Excite, bool Swish, int Stride)[] s_blocks =
    [
        (3, 16, 16, true, false, 2), (3, 72, 24, false, false, 2), (3, 88, 24, false, false, 1), (5, 96, 40, true, true, 2),
        (5, 240, 40, true, true, 1), (5, 240, 40, true, true, 1), (5, 120, 48, true, true, 1), (5, 144, 48, true, true, 1),
        (5, 288, 96, true, true, 2), (5, 576, 96, true, true, 1), (5, 576, 96, true, true, 1),
    ];

    public static ModelGraph Small(ModelOptions o)
    {
        int[] shape = o.Shape(3, 224, 224);
        bool small = shape[1] < 64;
        var b = new GraphBuilder("mobilenetv3-small", o.Key);
        string x = b.Input("input", DType.Float32, shape);
        x = b.HardSwish(b.BatchNorm(b.Conv(x, o.ScaleByEight(16), 3, small ? 1 : 2, name: "stem"), "stem/bn"));
        for (int i = 0; i < s_blocks.Length; i++)
        {
            (int kernel, int exact, int outputs, bool excite, bool swish, int stride) = s_blocks[i];
            string name = $"block{i + 1}";
            int wide = o.ScaleByEight(exact);
            x = new InvertedResidual(wide, kernel, small && i == 0 ? 1 : stride, o.ScaleByEight(outputs), swish ? b.HardSwish : b.Relu)
            {
                Excite = excite ? y => b.SqueezeExcite(y, ModelOptions.RoundToEight(wide / 4.0), b.Relu, b.HardSigmoid, name + "/excite") : null,
            }.Build(b, x, name);
        }

        x = b.HardSwish(b.BatchNorm(b.Conv(x, 6 * b.Channels(x), 1, name: "last"), "last/bn"));
        x = b.HardSwish(b.Linear(b.GlobalAveragePool(x), o.ScaleByEight(1024), "hidden"));
        return b.Build(b.Linear(b.Dropout(x, 0.2f), o.Classes, "head"), "logits", "N", o.Classes);
    }
}
