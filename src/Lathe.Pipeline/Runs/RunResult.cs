using System.Text.Json.Serialization;

namespace Lathe.Pipeline.Runs;

/// <summary>What a run gave: the variants, the verdict per target, and what is recommended.</summary>
public sealed record RunResult(string Folder, IReadOnlyList<Variant> Variants, IReadOnlyList<TargetVerdict> Targets, string Recommendation, double Seconds)
{
    /// <summary>True when every target is met by the recommended variant.</summary>
    public bool AllMet => Targets.All(t => t.Met);

    /// <summary>The name of the variant to use.</summary>
    public string Recommended { get; init; } = "";

    /// <summary>What stands where accuracy stands (the area under the ROC curve of anomalies); null where it is the share that is right.</summary>
    public string? Metric { get; init; }

    /// <summary>The variant to use.</summary>
    [JsonIgnore]
    public Variant Best => Variants.FirstOrDefault(v => v.Name == Recommended) ?? Variants[0];

    /// <summary>Energy and carbon of the run; null in brief runs and in those of earlier versions.</summary>
    public RunFootprint? Footprint { get; init; }

    /// <summary>Where the quantized network computes in integers, layer by layer; null without one.</summary>
    public Deployment.Placement? Placement { get; init; }
}
