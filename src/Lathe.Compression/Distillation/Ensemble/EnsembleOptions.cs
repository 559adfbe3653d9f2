using Lathe.Compression.Techniques;

namespace Lathe.Compression.Distillation.Ensemble;

/// <summary>Who teaches together.</summary>
public sealed record EnsembleOptions : DistillOptions
{
    /// <summary>The teachers.</summary>
    [Setting("The teachers: baseline, files, earlier runs, names of the zoo.")]
    public string[] Teachers { get; init; } = ["baseline"];
}
