using Lathe.Graph;
using Lathe.Training.Loops;

namespace Lathe.Training.Checkpoints;

/// <summary>
/// Everything a training run needs to go on with the same bits: settings, position, history, parameters, optimizer state, averaged
/// and best weights (order, augmentation and dropout follow from the key and the position).
/// </summary>
public sealed record TrainingCheckpoint
{
    /// <summary>The settings the run was started with.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Where it stands.</summary>
    public required TrainingPosition Position { get; init; }

    /// <summary>The whole epochs so far.</summary>
    public required IReadOnlyList<EpochResult> History { get; init; }

    /// <summary>Tensors by name: <c>parameter/NAME</c>, <c>optimizer/NAME/0</c>, <c>average/NAME</c>, <c>best/NAME</c>, <c>callback/0/NAME</c>.</summary>
    public required IReadOnlyDictionary<string, TensorData> Tensors { get; init; }

    /// <summary>Reads a checkpoint, or gives null where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">Larger files are refused.</param>
    /// <exception cref="InvalidInputException">The file is damaged, too large, or not a checkpoint of this version.</exception>
    public static TrainingCheckpoint? TryLoad(string path, long mostBytes = CheckpointFile.MostBytes) => File.Exists(path) ? CheckpointFile.Read(path, mostBytes) : null;

    /// <summary>Writes the checkpoint beside its place, flushes it, then renames it.</summary>
    public void Save(string path) => CheckpointFile.Write(path, this);

    /// <summary>The tensors under a prefix, by the rest of their names.</summary>
    internal Dictionary<string, TensorData> Under(string prefix) => Tensors.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(t => t.Key[prefix.Length..], t => t.Value);
}
