namespace Lathe.Graph.Rewriting;

/// <summary><c>(x - mean(x)) / sqrt(mean((x - mean(x))^2) + epsilon)</c> over the last <see cref="Axes"/> dimensions.</summary>
internal sealed record NormalizedCore(string Input, int Axes, float Epsilon, IReadOnlyList<Node> Nodes)
{
    /// <summary>The idiom that makes a value, or null.</summary>
    public static NormalizedCore? Find(GraphFacts facts, string value)
    {
        if (facts.Made(value, "Div") is not { } quotient || facts.Made(quotient.Inputs[0], "Sub") is not { } centered || facts.Made(quotient.Inputs[1], "Sqrt") is not { } root
            || facts.Made(root.Inputs[0], "Add") is not { } sum || facts.Made(centered.Inputs[1], "ReduceMean") is not { } mean || mean.Inputs[0] != centered.Inputs[0])
        {
            return null;
        }

        foreach ((string variance, string number) in GraphFacts.Sides(sum))
        {
            if (facts.Scalar(number) is { } epsilon && facts.Made(variance, "ReduceMean") is { } spread && Squared(facts, spread.Inputs[0], centered) is { } square
                && LastAxes(facts, mean) is { } axes && axes == LastAxes(facts, spread))
            {
                return new NormalizedCore(centered.Inputs[0], axes, epsilon, [quotient, centered, root, sum, mean, spread, .. square]);
            }
        }

        return null;
    }

    // Some exporters subtract the mean a second time for the variance.
    private static List<Node>? Squared(GraphFacts facts, string value, Node centered)
    {
        Node? square = facts.Made(value, "Pow", "Mul");
        if (square is null || !(square.OpType == "Pow" ? facts.IsNumber(square.Inputs[1], 2) : square.Inputs[0] == square.Inputs[1]))
        {
            return null;
        }

        Node? again = facts.Made(square.Inputs[0], "Sub");
        return again is not null && again.Inputs.SequenceEqual(centered.Inputs) ? [square, again] : null;
    }

    /// <summary>How many of the last dimensions are reduced, kept as 1; null when others are.</summary>
    private static int? LastAxes(GraphFacts facts, Node reduce)
    {
        long[]? axes = reduce.Attributes.Ints("axes") ?? facts.Integers(reduce.Input(1));
        if (axes is not { Length: > 0 } || reduce.Attributes.Int("keepdims", 1) == 0)
        {
            return null;
        }

        if (axes.Any(a => a >= 0))
        {
            if (facts.Shapes?.Of(reduce.Inputs[0]) is not { } types)
            {
                return null;
            }

            axes = Array.ConvertAll(axes, a => a < 0 ? a : a - types[0].Shape.Rank);
        }

        return axes.Order().SequenceEqual(Enumerable.Range(-axes.Length, axes.Length).Select(a => (long)a)) ? axes.Length : null;
    }
}
