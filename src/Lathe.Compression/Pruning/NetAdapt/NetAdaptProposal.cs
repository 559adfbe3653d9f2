using Lathe.Graph;

namespace Lathe.Compression.Pruning.NetAdapt;

/// <summary>What cutting one group of channels would give.</summary>
/// <param name="Group">The group's place among all.</param>
/// <param name="Removed">Channels that go.</param>
/// <param name="Graph">The network without them.</param>
/// <param name="Cost">Its cost.</param>
internal sealed record NetAdaptProposal(int Group, int Removed, ModelGraph Graph, double Cost);
