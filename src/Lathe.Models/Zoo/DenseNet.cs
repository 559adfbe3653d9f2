using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>DenseNet-BC of 40 layers, growth 12, for small images (Huang et al. 2017): each layer reads all before it in its block.</summary>
internal static class DenseNet
{
    private const int LayersPerBlock = 6;

    public static ModelGraph Small(ModelOptions o)
    {
        int growth = o.Scale(12);
        var b = new GraphBuilder("densenet-small", o.Key);
        string x = b.Conv(b.Input("input", DType.Float32, o.Shape(3, 32, 32)), 2 * growth, 3, name: "stem");
        for (int block = 1; block <= 3; block++)
        {
            for (int layer = 1; layer <= LayersPerBlock; layer++)
            {
                string name = $"block{block}/layer{layer}";
                string y = b.Conv(Normalized(b, x, name + "/bn1"), 4 * growth, 1, name: name + "/conv1");
                x = b.Concat(x, b.Conv(Normalized(b, y, name + "/bn2"), growth, 3, name: name + "/conv2"));
            }

            if (block < 3)
            {
                x = b.Conv(Normalized(b, x, $"transition{block}/bn"), b.Channels(x) / 2, 1, name: $"transition{block}/conv");
                x = b.AveragePool(x, 2, 2);
            }
        }

        return b.Build(b.Linear(b.GlobalAveragePool(Normalized(b, x, "last/bn")), o.Classes, "head"), "logits", "N", o.Classes);
    }

    private static string Normalized(GraphBuilder b, string x, string name) => b.Relu(b.BatchNorm(x, name));
}
