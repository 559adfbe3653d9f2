namespace Lathe.Pipeline.Recipes;

/// <summary>Limits the result must keep; null ones are not set.</summary>
public sealed record RecipeTarget
{
    /// <summary>Median latency in ONNX Runtime, batch 1, one thread, in milliseconds.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Bytes of the deployed file.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Test accuracy the deployed file may lose against the baseline, in points (1 % = 1).</summary>
    public double? AccuracyDropPoints { get; init; }
}
