using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Zoo;

/// <summary>Dense networks.</summary>
internal static class Mlp
{
    /// <summary>LeNet-300-100 (LeCun et al. 1998).</summary>
    public static ModelGraph LeNet300(ModelOptions o)
    {
        int[] shape = [.. o.Input ?? [1, 28, 28]];
        var b = new GraphBuilder("lenet-300-100", o.Key);
        string x = b.Flatten(b.Input("input", DType.Float32, shape), shape.Aggregate(1, (p, d) => p * d));
        x = b.Relu(b.Linear(x, o.Scale(300)));
        x = b.Relu(b.Linear(x, o.Scale(100)));
        return b.Build(b.Linear(x, o.Classes), "logits", "N", o.Classes);
    }

    /// <summary>
    /// LFC, the dense network of FINN (Umuroglu et al. 2017): three hidden layers of 1,024, each with batch normalisation and values held in
    /// [-1, 1], made to be trained with signs; normalised outputs.
    /// </summary>
    public static ModelGraph Lfc(ModelOptions o)
    {
        int[] shape = o.Shape(1, 28, 28);
        var b = new GraphBuilder("lfc", o.Key);
        string x = b.Flatten(b.Input("input", DType.Float32, shape), shape.Aggregate(1, (p, d) => p * d));
        for (int layer = 1; layer <= 3; layer++)
        {
            x = b.HardTanh(b.BatchNorm(b.Linear(b.Dropout(x, 0.2f), o.Scale(1024), $"hidden{layer}", bias: false), $"hidden{layer}/bn"));
        }

        return b.Build(b.BatchNorm(b.Linear(b.Dropout(x, 0.2f), o.Classes, "head", bias: false), "head/bn"), "logits", "N", o.Classes);
    }

    /// <summary>The anomaly-detection autoencoder of MLPerf Tiny: 640-128x4-8-128x4-640, each inner layer with batch normalisation. Other inputs are flattened and given back flat.</summary>
    public static ModelGraph Autoencoder(ModelOptions o)
    {
        var b = new GraphBuilder("fc-autoencoder", o.Key);
        int[] shape = o.Shape(640);
        int features = shape.Aggregate(1, (p, d) => p * d);
        string x = b.Input("input", DType.Float32, shape);
        x = shape.Length > 1 ? b.Flatten(x, features) : x;
        foreach (int width in new[] { 128, 128, 128, 128, 8, 128, 128, 128, 128 })
        {
            x = b.Relu(b.BatchNorm(b.Linear(x, width)));
        }

        return b.Build(b.Linear(x, features), "reconstruction", "N", features);
    }
}
