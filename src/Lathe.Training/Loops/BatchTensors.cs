using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Loops;

/// <summary>Batches as tensors.</summary>
public static class BatchTensors
{
    /// <summary>The samples: images [N, C, H, W] channels-last in memory, tokens i64 [N, T], anything else row-major.</summary>
    public static Tensor Input(Batch batch, Shape sample) => Input(batch, sample, 0, batch.Count);

    /// <summary>Some of the samples.</summary>
    public static unsafe Tensor Input(Batch batch, Shape sample, int first, int count)
    {
        var shape = new Shape([count, .. sample.Dimensions]);
        Tensor input = Tensor.Empty(shape, batch.InputType, sample.Rank == 3 ? MemoryLayout.ChannelsLast : MemoryLayout.RowMajor);
        ReadOnlySpan<float> pixels = batch.Pixels.AsSpan(first * sample.Count, input.Count);
        if (batch.InputType == DType.Float32)
        {
            pixels.CopyTo(new Span<float>(input.Pointer, input.Count));
            return input;
        }

        Span<long> tokens = input.AsSpan<long>();
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = (long)pixels[i];
        }

        return input;
    }

    /// <summary>What the network should say: i32 [labels], or binary32 [N, columns] for soft labels and real targets.</summary>
    public static Tensor Labels(Batch batch) => Labels(batch, 0, batch.Count);

    /// <summary>What the network should say of some of the samples.</summary>
    public static Tensor Labels(Batch batch, int first, int count)
    {
        if (batch.Targets is { } targets)
        {
            int columns = targets.Length / batch.Count;
            return Tensor.From<float>(targets.AsSpan(first * columns, count * columns), new Shape(count, columns));
        }

        int each = batch.Labels.Length / batch.Count;
        return Tensor.From<int>(batch.Labels.AsSpan(first * each, count * each), new Shape(count * each));
    }
}
