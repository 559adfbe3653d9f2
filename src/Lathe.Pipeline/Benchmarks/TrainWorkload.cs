using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Pipeline.Benchmarks;

/// <summary>One training step to be timed: a network, made-up data of its shapes, and as many labels as it has rows of logits.</summary>
/// <param name="Name">The name the peer knows it by.</param>
/// <param name="Batch">Samples in a step.</param>
/// <param name="Build">Builds the network.</param>
/// <param name="Sample">Shape of one sample.</param>
/// <param name="Words">Words tokens are drawn from; 0 when the input is an image of normal values.</param>
/// <param name="Rows">Rows of logits, each with a label.</param>
/// <param name="Classes">Columns of the logits.</param>
public sealed record TrainWorkload(string Name, int Batch, Func<ModelGraph> Build, Shape Sample, int Words, int Rows, int Classes)
{
    /// <summary>One batch of inputs, the caller's to dispose.</summary>
    public Tensor Input(RandomKey key)
    {
        var shape = new Shape([Batch, .. Sample.Dimensions]);
        if (Words > 0)
        {
            long[] tokens = new long[shape.Count];
            Fill(tokens, Words, key);
            return Tensor.From<long>(tokens, shape);
        }

        float[] values = new float[shape.Count];
        key.FillNormal(values, 0, 1);
        return Tensor.From<float>(values, shape);
    }

    /// <summary>One batch of labels, the caller's to dispose.</summary>
    public Tensor Labels(RandomKey key)
    {
        long[] labels = new long[Rows];
        Fill(labels, Classes, key);
        return Tensor.From<int>(Array.ConvertAll(labels, l => (int)l), new Shape(Rows));
    }

    private static void Fill(Span<long> values, int below, RandomKey key)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = key.Below((ulong)i, below);
        }
    }
}
