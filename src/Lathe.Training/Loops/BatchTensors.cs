using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Loops;

/// <summary>Batches as tensors.</summary>
public static class BatchTensors
{
    /// <summary>The images, [N, C, H, W], channels-last in memory.</summary>
    public static unsafe Tensor Input(Batch batch, Shape sample)
    {
        Tensor input = Tensor.Empty(new Shape([batch.Count, .. sample.Dimensions]), DType.Float32, MemoryLayout.ChannelsLast);
        batch.Pixels.AsSpan(0, input.Count).CopyTo(new Span<float>(input.Pointer, input.Count));
        return input;
    }

    /// <summary>The labels, i32 [N].</summary>
    public static Tensor Labels(Batch batch) => Tensor.From<int>(batch.Labels, new Shape(batch.Count));
}
