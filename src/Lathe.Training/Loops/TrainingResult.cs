using Lathe.Graph;

namespace Lathe.Training.Loops;

/// <summary>A trained network and how it went.</summary>
public sealed record TrainingResult(ModelGraph Graph, IReadOnlyList<EpochResult> History);
