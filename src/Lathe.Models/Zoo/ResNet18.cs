using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>ResNet-18 (He et al. 2016). Inputs below 64 x 64 get a 3 x 3 stem without pooling.</summary>
internal static class ResNet18
{
    public static ModelGraph Build(ModelOptions o)
    {
        int[] shape = o.Shape(3, 224, 224);
        var b = new GraphBuilder("resnet18", o.Key);
        string x = b.Input("input", DType.Float32, shape);
        x = shape[1] < 64 ? b.ConvBnRelu(x, o.Scale(64), 3, name: "stem") : b.MaxPool(b.ConvBnRelu(x, o.Scale(64), 7, 2, name: "stem"), 3, 2, 1);
        for (int stage = 0; stage < 4; stage++)
        {
            for (int block = 0; block < 2; block++)
            {
                x = ResNet.Block(b, x, o.Scale(64 << stage), stage > 0 && block == 0 ? 2 : 1, plainShortcut: false, $"stage{stage + 1}/block{block + 1}");
            }
        }

        return b.Build(b.Linear(b.GlobalAveragePool(x), o.Classes, "head"), "logits", "N", o.Classes);
    }
}
