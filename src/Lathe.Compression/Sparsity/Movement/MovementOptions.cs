using Lathe.Compression.Sparsity.Schedules;

namespace Lathe.Compression.Sparsity.Movement;

/// <summary>Movement pruning; it always prunes while training, gradually unless told otherwise.</summary>
public sealed record MovementOptions : SparsifyOptions
{
    /// <summary>Scores need training to gather: the usual schedule is the cubic one.</summary>
    public MovementOptions() => Schedule = SparsityScheduleKind.Cubic;
}
