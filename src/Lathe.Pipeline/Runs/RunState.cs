using Lathe.Graph;
using Lathe.Pipeline.Deployment;

namespace Lathe.Pipeline.Runs;

/// <summary>What passes from step to step.</summary>
public sealed record RunState
{
    /// <summary>The network in floating point.</summary>
    public required ModelGraph Graph { get; init; }

    /// <summary>The network after the first training: the teacher, and what results are compared with.</summary>
    public ModelGraph? Baseline { get; init; }

    /// <summary>The quantized network, once there is one.</summary>
    public ModelGraph? Quantized { get; init; }

    /// <summary>Where the quantized network computes in integers and where not; null before it is quantized.</summary>
    public Placement? Placement { get; init; }

    /// <summary>Networks on the way, deployed and measured beside the last one.</summary>
    public IReadOnlyList<Stage> Stages { get; init; } = [];

    /// <summary>Goals of steps that loop until one is met.</summary>
    public IReadOnlyList<TargetVerdict> Goals { get; init; } = [];

    /// <summary>Files that steps wrote into the folder of deployed files, such as bundles.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The formats a deploy step asks for; null deploys everything.</summary>
    public IReadOnlyList<string>? Formats { get; init; }
}
