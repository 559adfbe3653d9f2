namespace Lathe.Graph.Rewriting.Passes;

/// <summary>Finds a line cut to 0..1, as in <c>clip(x + 3, 0, 6) / 6</c>, and writes HardSigmoid.</summary>
public sealed class FuseHardSigmoid : FusionPass
{
    /// <inheritdoc/>
    public override string Name => "fuse-hard-sigmoid";

    /// <inheritdoc/>
    private protected override Fusion? Match(GraphFacts facts, Node root)
    {
        if (root.OpType is not ("Mul" or "Div" or "Clip"))
        {
            return null;
        }

        Product product = Product.Of(facts, root.Outputs[0]);
        if (product.Values is not [var value] || ClippedLine.Find(facts, value) is not { } line || Math.Abs((product.Factor * line.Highest) - 1) > 1e-4)
        {
            return null;
        }

        AttributeMap attributes = AttributeMap.Empty.With("alpha", line.Slope * product.Factor).With("beta", line.Offset * product.Factor);
        return new Fusion(Become(root, "HardSigmoid", attributes, line.Input), [.. product.Nodes.Concat(line.Nodes).Where(n => !ReferenceEquals(n, root))]);
    }
}
