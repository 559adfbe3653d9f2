using Lathe.Graph;

namespace Lathe.Compression.Pruning.Blocks;

/// <summary>A block <c>y = x + F(x)</c> that leaves x as it is when F is taken away.</summary>
/// <param name="Sum">The node that adds.</param>
/// <param name="Shortcut">x.</param>
/// <param name="Branch">The nodes of F, that nobody else needs.</param>
internal sealed record ResidualBlock(Node Sum, string Shortcut, IReadOnlyList<Node> Branch)
{
    /// <summary>The layers of F, for messages.</summary>
    public string Name => string.Join(" + ", Branch.Where(n => n.OpType is "Conv" or "Gemm" or "MatMul").Select(n => n.Name).DefaultIfEmpty(Sum.Name));
}
