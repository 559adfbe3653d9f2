using Lathe.Tensors;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>
/// Finds <c>(x - mean) / sqrt(variance + epsilon) * scale + bias</c> over the last dimensions, written with ReduceMean, and writes
/// LayerNormalization (Ba et al. 2016).
/// </summary>
public sealed class FuseLayerNormalization : FusionPass
{
    /// <inheritdoc/>
    public override string Name => "fuse-layer-normalization";

    /// <inheritdoc/>
    private protected override Fusion? Match(GraphFacts facts, Node root)
    {
        if (root.OpType == "Add")
        {
            foreach ((string value, string bias) in GraphFacts.Sides(root))
            {
                if (facts.Made(value, "Mul") is { } scaled && Scaled(facts, scaled) is { } found && facts.Constant(bias)?.Shape == facts.Constant(found.Scale)!.Shape)
                {
                    return new Fusion(Layer(root, found, found.Scale, bias), [scaled, .. found.Core.Nodes]);
                }
            }
        }

        // A sum behind the product belongs to the idiom; it is matched when that sum is the root.
        bool sumFollows = root.OpType == "Mul" && facts.Index.SingleConsumer(root.Outputs[0]) is { OpType: "Add" } sum && Match(facts, sum) is not null;
        return root.OpType == "Mul" && !sumFollows && Scaled(facts, root) is { } match ? new Fusion(Layer(root, match, match.Scale), match.Core.Nodes) : null;
    }

    private static Node Layer(Node root, (NormalizedCore Core, string Scale) match, params ReadOnlySpan<string> weights) =>
        Become(root, "LayerNormalization", AttributeMap.Empty.With("axis", -match.Core.Axes).With("epsilon", match.Core.Epsilon), [match.Core.Input, .. weights]);

    private static (NormalizedCore Core, string Scale)? Scaled(GraphFacts facts, Node product)
    {
        foreach ((string value, string scale) in GraphFacts.Sides(product))
        {
            if (facts.Constant(scale) is { Type: DType.Float32, Count: > 1 } data && NormalizedCore.Find(facts, value) is { } core && data.Shape.Rank == core.Axes)
            {
                return (core, scale);
            }
        }

        return null;
    }
}
