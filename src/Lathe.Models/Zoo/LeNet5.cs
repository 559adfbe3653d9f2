using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>LeNet-5 in the variant of Caffe: 20 and 50 filters of 5 x 5, 500 hidden units.</summary>
internal static class LeNet5
{
    public static ModelGraph Build(ModelOptions o)
    {
        int[] shape = [.. o.Input ?? [1, 28, 28]];
        var b = new GraphBuilder("lenet5", o.Key);
        string x = b.Input("input", DType.Float32, shape);
        x = b.MaxPool(b.Conv(x, o.Scale(20), 5, pad: 0, bias: true), 2, 2);
        x = b.MaxPool(b.Conv(x, o.Scale(50), 5, pad: 0, bias: true), 2, 2);
        int height = (((shape[1] - 4) / 2) - 4) / 2, width = (((shape[2] - 4) / 2) - 4) / 2;
        x = b.Flatten(x, b.Channels(x) * height * width);
        x = b.Relu(b.Linear(x, o.Scale(500)));
        return b.Build(b.Linear(x, o.Classes), "logits", "N", o.Classes);
    }
}
