namespace Lathe.Pipeline.Recipes;

/// <summary>Limits the result must keep; null ones are not set.</summary>
public sealed record RecipeTarget
{
    /// <summary>Median latency in ONNX Runtime, batch 1, one thread, in milliseconds or as a share of the baseline's.</summary>
    public TargetLimit? Latency { get; init; }

    /// <summary>Bytes of the deployed file, or a share of the baseline's.</summary>
    public TargetLimit? Size { get; init; }

    /// <summary>Multiply-accumulates for one sample, or a share of the baseline's.</summary>
    public TargetLimit? Macs { get; init; }

    /// <summary>Accuracy the deployed file must have, in percent.</summary>
    public double? AccuracyPercent { get; init; }

    /// <summary>Accuracy the deployed file may lose against the baseline, in points (1 % = 1).</summary>
    public double? AccuracyDropPoints { get; init; }

    /// <summary>The limit of a figure by its name in recipes, or null.</summary>
    public TargetLimit? Of(string figure) => figure switch { "latency" => Latency, "size" => Size, "macs" => Macs, _ => null };
}
