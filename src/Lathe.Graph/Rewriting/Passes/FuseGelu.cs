namespace Lathe.Graph.Rewriting.Passes;

/// <summary>
/// Finds <c>0.5 x (1 + erf(x / sqrt 2))</c>, and its tanh approximation <c>0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))</c>,
/// and writes Gelu (Hendrycks and Gimpel 2016).
/// </summary>
public sealed class FuseGelu : FusionPass
{
    /// <inheritdoc/>
    public override string Name => "fuse-gelu";

    /// <inheritdoc/>
    private protected override Fusion? Match(GraphFacts facts, Node root)
    {
        if (root.OpType is not ("Mul" or "Div") || Product.Of(facts, root.Outputs[0]) is not { Values.Count: 2 } product || !product.HasFactor(0.5))
        {
            return null;
        }

        for (int side = 0; side < 2; side++)
        {
            string x = product.Values[side];
            if (facts.Made(product.Values[1 - side], "Add") is not { } sum)
            {
                continue;
            }

            foreach ((string bell, string one) in GraphFacts.Sides(sum))
            {
                if (facts.IsNumber(one, 1) && (Exact(facts, bell, x) ?? Approximate(facts, bell, x)) is { } found)
                {
                    AttributeMap attributes = found.Tanh ? AttributeMap.Empty.With("approximate", "tanh") : AttributeMap.Empty;
                    return new Fusion(Become(root, "Gelu", attributes, x), [.. product.Nodes.Where(n => !ReferenceEquals(n, root)), sum, .. found.Nodes]);
                }
            }
        }

        return null;
    }

    private static (bool Tanh, List<Node> Nodes)? Exact(GraphFacts facts, string bell, string x) =>
        facts.Made(bell, "Erf") is { } erf && Product.Of(facts, erf.Inputs[0], erf) is { Values: [var value] } scaled && value == x && scaled.HasFactor(Math.Sqrt(0.5))
            ? (false, [erf, .. scaled.Nodes])
            : null;

    private static (bool Tanh, List<Node> Nodes)? Approximate(GraphFacts facts, string bell, string x)
    {
        if (facts.Made(bell, "Tanh") is not { } tanh || Product.Of(facts, tanh.Inputs[0], tanh) is not { Values: [var inner] } scaled
            || !scaled.HasFactor(Math.Sqrt(2 / Math.PI)) || facts.Made(inner, "Add") is not { } sum)
        {
            return null;
        }

        foreach ((string linear, string cubic) in GraphFacts.Sides(sum))
        {
            Product cube = Product.Of(facts, cubic, sum);
            if (linear == x && cube.HasFactor(0.044715) && Power(facts, cube, x) is { } nodes)
            {
                return (true, [tanh, sum, .. scaled.Nodes, .. cube.Nodes, .. nodes]);
            }
        }

        return null;
    }

    // x^3 is written as a power or as two products.
    private static List<Node>? Power(GraphFacts facts, Product cube, string x) => cube.Values switch
    {
        [var a, var b, var c] when a == x && b == x && c == x => [],
        [var power] when facts.Made(power, "Pow") is { } node && node.Inputs[0] == x && facts.IsNumber(node.Inputs[1], 3) => [node],
        _ => null,
    };
}
