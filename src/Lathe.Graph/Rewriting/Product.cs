namespace Lathe.Graph.Rewriting;

/// <summary>
/// A tree of Mul (and Div by a number) read as one product: a number times values. Exporters place the factors of a formula in
/// any order; the product is the same.
/// </summary>
internal sealed class Product
{
    /// <summary>The product of all constant numbers.</summary>
    public double Factor { get; private set; } = 1;

    /// <summary>The factors that are not numbers.</summary>
    public List<string> Values { get; } = [];

    /// <summary>The nodes of the tree.</summary>
    public List<Node> Nodes { get; } = [];

    /// <summary>The product a value is. Factors are taken apart only where nobody else reads them; the value itself, where nobody but <paramref name="reader"/> does (null: in any case).</summary>
    public static Product Of(GraphFacts facts, string value, Node? reader = null)
    {
        var product = new Product();
        product.Take(facts, value, reader);
        return product;
    }

    /// <summary>True when the number is close to the expected one.</summary>
    public bool HasFactor(double expected) => Math.Abs(Factor - expected) < 1e-4 * Math.Abs(expected);

    private void Take(GraphFacts facts, string value, Node? reader)
    {
        bool own = reader is null || ReferenceEquals(facts.Index.SingleConsumer(value), reader);
        Node? maker = own ? facts.Made(value, "Mul", "Div") : null;
        if (maker is { OpType: "Mul", Inputs.Length: 2 })
        {
            Nodes.Add(maker);
            Take(facts, maker.Inputs[0], maker);
            Take(facts, maker.Inputs[1], maker);
        }
        else if (maker is { OpType: "Div" } && facts.Scalar(maker.Inputs[1]) is { } divisor && divisor != 0)
        {
            Nodes.Add(maker);
            Take(facts, maker.Inputs[0], maker);
            Factor /= divisor;
        }
        else if (facts.Scalar(value) is { } number)
        {
            Factor *= number;
        }
        else
        {
            Values.Add(value);
        }
    }
}
