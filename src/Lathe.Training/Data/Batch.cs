using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>
/// Samples ready to be fed: pixels in channels-last order (other samples row-major), and labels. Its arrays belong to the loader
/// and are filled anew once the next batch is asked for.
/// </summary>
public sealed record Batch(float[] Pixels, int[] Labels, int Count)
{
    /// <summary>Real targets or soft labels, [Count, columns]; null where the labels say it all.</summary>
    public float[]? Targets { get; init; }

    /// <summary>The element type networks expect.</summary>
    public DType InputType { get; init; } = DType.Float32;
}
