using Lathe.Graph;

namespace Lathe.Compression.Pruning;

/// <summary>A pruned network.</summary>
/// <param name="Graph">The smaller network.</param>
/// <param name="Channels">Prunable channels before.</param>
/// <param name="Removed">Channels removed.</param>
public sealed record PruneResult(ModelGraph Graph, int Channels, int Removed);
