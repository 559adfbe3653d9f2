using Lathe.Tensors;

namespace Lathe.Training.Checkpoints;

/// <summary>A tensor that follows the header.</summary>
internal sealed record CheckpointEntry(string Name, DType Type, int[] Shape);
