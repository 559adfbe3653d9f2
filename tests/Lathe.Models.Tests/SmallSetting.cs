using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models.Tests;

/// <summary>Every network, small enough to run in a moment.</summary>
internal static class SmallSetting
{
    public static ModelOptions For(string name) => name switch
    {
        "squeezenet" or "mobilenetv1" or "ds-cnn" => ModelZoo.Published(name) with { Classes = 5, Input = name == "ds-cnn" ? null : [3, 48, 48] },
        "resnet18" or "vgg-small" => new ModelOptions { Classes = 5, Width = 0.25, Input = [3, 32, 32] },
        "mobilenetv2" or "mobilenetv3-small" or "shufflenetv2" or "efficientnet-b0" => new ModelOptions { Classes = 5, Width = 0.5, Input = [3, 32, 32] },
        "lstm-lm" or "text-cnn" or "transformer-encoder" => new ModelOptions { Classes = 5, Input = [12], Vocabulary = 50 },
        _ => new ModelOptions { Classes = 5 },
    };

    /// <summary>Deterministic samples that fit the first input.</summary>
    public static Tensor Samples(ModelGraph graph, int batch)
    {
        Shape shape = graph.Inputs[0].Bind(batch);
        if (graph.Inputs[0].Type == DType.Int64)
        {
            return Tensor.From<long>([.. Enumerable.Range(0, shape.Count).Select(i => i * 7L % 50)], shape);
        }

        float[] values = new float[shape.Count];
        RandomKey.FromSeed(3).FillNormal(values);
        return Tensor.From<float>(values, shape);
    }
}
