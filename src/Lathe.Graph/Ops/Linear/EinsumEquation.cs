using System.Collections.Immutable;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Linear;

/// <summary>The labels of an einsum, an ellipsis spelled out as labels of its own, and the size of each.</summary>
internal sealed record EinsumEquation(ImmutableArray<string> Operands, string Result, ImmutableSortedDictionary<char, int> Sizes)
{
    // Labels for the dimensions that an ellipsis stands for; equations themselves use letters.
    private const char FirstHidden = '\u2460';

    public static EinsumEquation Parse(Node node, Shape[] shapes)
    {
        string text = node.Attributes.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        string[] sides = text.Split("->");
        string[] terms = sides[0].Split(',');
        if (sides.Length > 2 || terms.Length != shapes.Length)
        {
            throw Wrong(node, text, $"it has {terms.Length} operands, the node {shapes.Length} inputs");
        }

        int hidden = terms.Zip(shapes, (term, shape) => term.Contains("...", StringComparison.Ordinal) ? shape.Rank - (term.Length - 3) : 0).Max();
        string[] operands = [.. terms.Zip(shapes, (term, shape) => term.Replace("...", Hidden(shape.Rank - (term.Length - 3), hidden), StringComparison.Ordinal))];
        var sizes = new SortedDictionary<char, int>();
        foreach ((string operand, Shape shape) in operands.Zip(shapes))
        {
            if (operand.Length != shape.Rank)
            {
                throw Wrong(node, text, $"'{operand}' does not label the dimensions of {shape}");
            }

            for (int i = 0; i < operand.Length; i++)
            {
                int known = sizes.GetValueOrDefault(operand[i], 1);
                sizes[operand[i]] = known == 1 || shape[i] == 1 || known == shape[i] ? Math.Max(known, shape[i]) : throw Wrong(node, text, $"label '{operand[i]}' is {known} and {shape[i]}");
            }
        }

        string all = string.Concat(operands);
        string result = sides.Length == 2
            ? sides[1].Replace("...", Hidden(hidden, hidden), StringComparison.Ordinal)
            : Hidden(hidden, hidden) + string.Concat(all.Where(l => l < FirstHidden && all.Count(o => o == l) == 1).Order());
        return result.All(sizes.ContainsKey) && result.Distinct().Count() == result.Length
            ? new EinsumEquation([.. operands], result, sizes.ToImmutableSortedDictionary())
            : throw Wrong(node, text, "its result repeats a label or has one that no operand has");
    }

    // Ellipses align from the right.
    private static string Hidden(int count, int of) => string.Concat(Enumerable.Range(Math.Max(0, of - Math.Max(0, count)), Math.Max(0, Math.Min(count, of))).Select(i => (char)(FirstHidden + i)));

    private static InvalidInputException Wrong(Node node, string equation, string why) => new($"{node.Describe()}: equation '{equation}' cannot be computed, because {why}. Check the model.");
}
