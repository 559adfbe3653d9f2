using Lathe.Graph;
using Lathe.Models;
using Lathe.Tensors;

namespace Lathe.Compression.Tests;

/// <summary>A small residual network with random normalisation, as after some training, and inputs for it.</summary>
internal static class SmallNet
{
    public const int Classes = 4, Size = 12;

    public static ModelGraph Create(double width = 0.5) => Shake(ModelZoo.Create("resnet8", new ModelOptions { Classes = Classes, Input = [1, Size, Size], Width = width, Key = RandomKey.FromSeed(1) }));

    public static Tensor Samples(int count, ulong draw = 0)
    {
        float[] values = new float[count * Size * Size];
        RandomKey.FromSeed(2).Fold(draw).FillNormal(values);
        return Tensor.From<float>(values, new Shape(count, 1, Size, Size));
    }

    public static IEnumerable<IReadOnlyDictionary<string, Tensor>> Calibration(ModelGraph graph)
    {
        using Tensor samples = Samples(32, 9);
        yield return new Dictionary<string, Tensor> { [graph.Inputs[0].Name] = samples };
    }

    // Fresh networks have scale 1, shift 0, mean 0, variance 1: folding would have nothing to do.
    private static ModelGraph Shake(ModelGraph graph)
    {
        foreach (Node node in graph.Nodes.Where(n => n.OpType == "BatchNormalization"))
        {
            for (int i = 1; i < 5; i++)
            {
                float[] values = new float[graph.Parameters[node.Inputs[i]].Count];
                RandomKey.FromSeed(3).Fold(node.Inputs[i]).FillUniform(values, i is 1 or 4 ? 0.5f : -0.3f, i is 1 or 4 ? 1.5f : 0.3f);
                graph = graph with { Parameters = graph.Parameters.SetItem(node.Inputs[i], TensorData.From<float>(values, new Shape(values.Length))) };
            }
        }

        return graph;
    }
}
