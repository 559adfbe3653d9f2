using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Loops;

/// <summary>Batches as tensors.</summary>
public static class BatchTensors
{
    /// <summary>The samples: images [N, C, H, W] channels-last in memory, tokens i64 [N, T], anything else row-major.</summary>
    public static unsafe Tensor Input(Batch batch, Shape sample)
    {
        var shape = new Shape([batch.Count, .. sample.Dimensions]);
        Tensor input = Tensor.Empty(shape, batch.InputType, sample.Rank == 3 ? MemoryLayout.ChannelsLast : MemoryLayout.RowMajor);
        ReadOnlySpan<float> pixels = batch.Pixels.AsSpan(0, input.Count);
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
    public static Tensor Labels(Batch batch) => batch.Targets is { } targets
        ? Tensor.From<float>(targets, new Shape(batch.Count, targets.Length / batch.Count))
        : Tensor.From<int>(batch.Labels, new Shape(batch.Labels.Length));
}
