using Lathe.Graph.Ops;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>
/// Finds Reshape [N, g, C / g, ...], Transpose of the two, Reshape [N, C, H, W], and writes the internal ChannelShuffle, across
/// which channels can be pruned; export writes the three operators again.
/// </summary>
public sealed class FuseChannelShuffle : FusionPass
{
    /// <inheritdoc/>
    public override string Name => "fuse-channel-shuffle";

    /// <inheritdoc/>
    private protected override Fusion? Match(GraphFacts facts, Node root)
    {
        if (root.OpType != "Reshape" || facts.Made(root.Inputs[0], "Transpose") is not { } swap || facts.Made(swap.Inputs[0], "Reshape") is not { } split
            || swap.Attributes.Ints("perm") is not { } order || !(order is [0, 2, 1, 3] or [0, 2, 1, 3, 4]))
        {
            return null;
        }

        string x = split.Inputs[0];
        if (facts.Shapes is not { } shapes || !shapes.Same(x, root.Outputs[0]) || shapes.Of(x) is not { } from || shapes.Of(split.Outputs[0]) is not { } to)
        {
            return null;
        }

        int groups = to[0].Shape[1];
        bool fits = from.Zip(to).All(p => IsSplit(p.First, p.Second, groups));
        return fits ? new Fusion(Become(root, "ChannelShuffle", AttributeMap.Empty.With("groups", groups), x) with { Domain = "lathe" }, [swap, split]) : null;
    }

    private static bool IsSplit(TensorType from, TensorType to, int groups) =>
        from.Shape.Rank == 4 && groups > 1 && to.Shape[0] == from.Shape[0] && to.Shape[1] == groups && to.Shape[1] * to.Shape[2] == from.Shape[1];
}
