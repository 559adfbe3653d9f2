using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>SqueezeNet 1.1 (Iandola et al. 2016). The rectifier behind the last convolution is left out: logits may be negative.</summary>
internal static class SqueezeNet
{
    public static ModelGraph Build(ModelOptions o)
    {
        var b = new GraphBuilder("squeezenet", o.Key);
        string x = b.Relu(b.Conv(b.Input("input", DType.Float32, o.Shape(3, 224, 224)), o.Scale(64), 3, 2, 0, bias: true, name: "stem"));
        int fire = 2;
        foreach ((int squeeze, int expand, bool pool) in new[] { (16, 64, true), (16, 64, false), (32, 128, true), (32, 128, false), (48, 192, true), (48, 192, false), (64, 256, false), (64, 256, false) })
        {
            x = Fire(b, pool ? b.MaxPool(x, 3, 2) : x, o.Scale(squeeze), o.Scale(expand), $"fire{fire++}");
        }

        x = b.Conv(b.Dropout(x, 0.5f), o.Classes, 1, bias: true, name: "head");
        return b.Build(b.GlobalAveragePool(x), "logits", "N", o.Classes);
    }

    private static string Fire(GraphBuilder b, string x, int squeeze, int expand, string name)
    {
        x = b.Relu(b.Conv(x, squeeze, 1, bias: true, name: name + "/squeeze"));
        return b.Concat(b.Relu(b.Conv(x, expand, 1, bias: true, name: name + "/expand1")), b.Relu(b.Conv(x, expand, 3, bias: true, name: name + "/expand3")));
    }
}
