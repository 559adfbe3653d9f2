using Lathe.Compression.Techniques;

namespace Lathe.Compression.Distillation.Self;

/// <summary>How often a network teaches itself.</summary>
public sealed record SelfOptions : DistillOptions
{
    /// <summary>Generations, which share the epochs.</summary>
    [Setting("Generations, each taught by the one before; they share the epochs.", Min = 1)]
    public int Generations { get; init; } = 1;
}
