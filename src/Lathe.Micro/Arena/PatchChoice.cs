using Lathe.Runtime;

namespace Lathe.Micro.Arena;

/// <summary>A network whose first stage runs in patches.</summary>
/// <param name="Graph">The network; what it computes is the same.</param>
/// <param name="Arena">Its working memory.</param>
/// <param name="Before">Multiply-accumulates of the network as it was.</param>
public sealed record PatchChoice(IntegerGraph Graph, ArenaMap Arena, long Before)
{
    /// <summary>Multiply-accumulates that are done twice, as a share of the network's.</summary>
    public double Overhead => Before == 0 ? 0 : ((double)Graph.Macs / Before) - 1;
}
