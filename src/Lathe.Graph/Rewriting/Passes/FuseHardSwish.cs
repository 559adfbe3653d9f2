namespace Lathe.Graph.Rewriting.Passes;

/// <summary>Finds <c>x clip(x + 3, 0, 6) / 6</c>, or x times its HardSigmoid, and writes HardSwish (Howard et al. 2019).</summary>
public sealed class FuseHardSwish : FusionPass
{
    private const double Sixth = 1.0 / 6;

    /// <inheritdoc/>
    public override string Name => "fuse-hard-swish";

    /// <inheritdoc/>
    private protected override Fusion? Match(GraphFacts facts, Node root)
    {
        if (root.OpType is not ("Mul" or "Div") || Product.Of(facts, root.Outputs[0]) is not { Values.Count: 2 } product)
        {
            return null;
        }

        for (int side = 0; side < 2; side++)
        {
            string x = product.Values[side];
            if (Gate(facts, product.Values[1 - side], x, product) is { } gate)
            {
                return new Fusion(Become(root, "HardSwish", AttributeMap.Empty, x), [.. product.Nodes.Where(n => !ReferenceEquals(n, root)), .. gate]);
            }
        }

        return null;
    }

    private static IReadOnlyList<Node>? Gate(GraphFacts facts, string gate, string x, Product product)
    {
        if (product.HasFactor(1) && facts.Made(gate, "HardSigmoid") is { } hard && hard.Inputs[0] == x
            && Math.Abs(hard.Attributes.Float("alpha", 0.2f) - Sixth) < 1e-5 && hard.Attributes.Float("beta", 0.5f) == 0.5f)
        {
            return [hard];
        }

        return ClippedLine.Find(facts, gate) is { Offset: 3, Highest: 6, Slope: 1 } line && line.Input == x && product.HasFactor(Sixth) ? line.Nodes : null;
    }
}
