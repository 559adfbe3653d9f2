namespace Lathe.Graph.Rewriting;

/// <summary><c>clip(slope x + offset, 0, highest)</c>.</summary>
internal sealed record ClippedLine(string Input, double Slope, double Offset, double Highest, IReadOnlyList<Node> Nodes)
{
    /// <summary>The clipped line that makes a value, or null; a Clip without a sum before it is none.</summary>
    public static ClippedLine? Find(GraphFacts facts, string value)
    {
        if (facts.Made(value, "Clip") is not { } clip || !facts.IsNumber(clip.Input(1), 0) || facts.Scalar(clip.Input(2)) is not { } highest
            || highest <= 0 || facts.Made(clip.Inputs[0], "Add") is not { } sum)
        {
            return null;
        }

        foreach ((string line, string number) in GraphFacts.Sides(sum))
        {
            if (facts.Scalar(number) is { } offset && Product.Of(facts, line, sum) is { Values: [var input] } scaled)
            {
                return new ClippedLine(input, scaled.Factor, offset, highest, [clip, sum, .. scaled.Nodes]);
            }
        }

        return null;
    }
}
