using Lathe.Graph;

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
}
