using Lathe.Compression.Techniques;

namespace Lathe.Compression.Analysis.Hessian;

/// <summary>How traces are estimated.</summary>
public sealed record HessianOptions
{
    /// <summary>Random vectors.</summary>
    [Setting("Random vectors; each costs two gradients over the samples.", Min = 2)]
    public int Draws { get; init; } = 16;

    /// <summary>Training samples.</summary>
    [Setting("Training samples that the loss is taken over.", Min = 1)]
    public int Samples { get; init; } = 512;
}
