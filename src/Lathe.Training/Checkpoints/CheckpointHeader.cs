using Lathe.Training.Loops;

namespace Lathe.Training.Checkpoints;

/// <summary>The part of a checkpoint that is text.</summary>
internal sealed record CheckpointHeader
{
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required TrainingPosition Position { get; init; }

    public required IReadOnlyList<EpochResult> History { get; init; }

    public required IReadOnlyList<CheckpointEntry> Tensors { get; init; }
}
