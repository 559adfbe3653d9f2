namespace Lathe.Pipeline.Recipes;

/// <summary>Limits the result must keep; null ones are not set.</summary>
public sealed record RecipeTarget
{
    /// <summary>Whose figures the limits are: a device of the catalog or of a file, <c>this-machine</c> (also when null), or an agent's address.</summary>
    public string? Device { get; init; }

    /// <summary>Median latency at batch 1, one thread, in milliseconds or as a share of the baseline's.</summary>
    public TargetLimit? Latency { get; init; }

    /// <summary>Bytes of the deployed file, or a share of the baseline's.</summary>
    public TargetLimit? Size { get; init; }

    /// <summary>Multiply-accumulates for one sample, or a share of the baseline's.</summary>
    public TargetLimit? Macs { get; init; }

    /// <summary>Accuracy the deployed file must have, in percent.</summary>
    public double? AccuracyPercent { get; init; }

    /// <summary>Accuracy the deployed file may lose against the baseline, in points (1 % = 1).</summary>
    public double? AccuracyDropPoints { get; init; }

    /// <summary>Energy of an inference in millijoules, or a share of the baseline's.</summary>
    public TargetLimit? Energy { get; init; }

    /// <summary>Peak bytes of activations, or a share of the baseline's.</summary>
    public TargetLimit? Ram { get; init; }

    /// <summary>Bytes of constants, or a share of the baseline's.</summary>
    public TargetLimit? Flash { get; init; }

    /// <summary>Micrograms of CO2 equivalent of an inference, or a share of the baseline's.</summary>
    public TargetLimit? Carbon { get; init; }

    /// <summary>The limit of a figure by its name in recipes, or null.</summary>
    public TargetLimit? Of(string figure) => figure switch { "latency" => Latency, "size" => Size, "macs" => Macs, "energy" => Energy, "ram" => Ram, "flash" => Flash, "carbon" => Carbon, _ => null };
}
