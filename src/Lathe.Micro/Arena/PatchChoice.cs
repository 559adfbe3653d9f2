using Lathe.Runtime;

namespace Lathe.Micro.Arena;

/// <summary>A network whose first stage runs in patches.</summary>
/// <param name="Graph">The network; what it computes is the same.</param>
/// <param name="Arena">Its working memory.</param>
/// <param name="Layers">How many operations the stage has.</param>
/// <param name="Patches">How many patches.</param>
/// <param name="Before">Multiply-accumulates of the network as it was.</param>
/// <param name="ArenaBefore">Bytes of working memory it needed.</param>
public sealed record PatchChoice(IntegerGraph Graph, ArenaMap Arena, int Layers, int Patches, long Before, int ArenaBefore)
{
    /// <summary>Multiply-accumulates that are done twice, as a share of the network's.</summary>
    public double Overhead => Before == 0 ? 0 : ((double)Graph.Macs / Before) - 1;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"the first {Layers} operations run in {Patches} patches of rows: {ArenaBefore:N0} bytes of RAM become {Arena.Plan.Bytes:N0}, for {100 * Overhead:0.0} % more multiply-accumulates");
}
