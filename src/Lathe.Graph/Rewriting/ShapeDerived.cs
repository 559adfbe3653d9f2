using System.Collections.Frozen;

namespace Lathe.Graph.Rewriting;

/// <summary>
/// Values computed from shapes alone, never from data. Only those may be read off a run on zeros: what NonZero finds there says
/// nothing about other inputs.
/// </summary>
internal static class ShapeDerived
{
    // Inputs from here on fix the shape of the result.
    private static readonly FrozenDictionary<string, int> s_shapeInputs = new Dictionary<string, int>
    {
        ["Reshape"] = 1, ["Expand"] = 1, ["Tile"] = 1, ["Slice"] = 1, ["Pad"] = 1, ["Resize"] = 1, ["Upsample"] = 1, ["TopK"] = 1, ["OneHot"] = 1,
        ["Squeeze"] = 1, ["Unsqueeze"] = 1, ["Split"] = 1, ["ConstantOfShape"] = 0, ["Range"] = 0,
        ["MaxUnpool"] = 2, ["DFT"] = 1, ["STFT"] = 1, ["HannWindow"] = 0, ["HammingWindow"] = 0, ["BlackmanWindow"] = 0, ["MelWeightMatrix"] = 0,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> s_shapedByData = FrozenSet.Create("NonZero", "Unique", "Compress", "NonMaxSuppression", "If", "Loop", "Scan", "SequenceAt");

    // On values that change with the batch these stay exact for every batch size; divisions and comparisons do not.
    private static readonly FrozenSet<string> s_linear = FrozenSet.Create("Gather", "Slice", "Concat", "Squeeze", "Unsqueeze", "Cast", "Add", "Sub", "Mul", "Identity", "Reshape");

    /// <summary>The values of a graph that follow from shapes.</summary>
    public static HashSet<string> Find(GraphFacts facts, StaticShapes shapes)
    {
        var derived = new HashSet<string>();
        var shapedByData = new HashSet<string>();
        bool Fixed(string value) => value.Length == 0 || facts.Constant(value) is not null || derived.Contains(value);
        foreach (Node node in facts.Graph.Nodes)
        {
            bool follows = node.OpType is "Shape" or "Size"
                ? !shapedByData.Contains(node.Inputs[0])
                : node.Inputs.Length > 0 && node.Inputs.All(Fixed) && (s_linear.Contains(node.OpType) || node.Inputs.All(i => facts.Constant(i) is not null || !Varies(shapes, i)));
            if (follows && node.Domain.Length == 0)
            {
                derived.UnionWith(node.Outputs);
            }
            else if (s_shapedByData.Contains(node.OpType) || node.Inputs.Any(shapedByData.Contains)
                || (s_shapeInputs.TryGetValue(node.OpType, out int first) && !node.Inputs.Skip(first).All(Fixed)))
            {
                shapedByData.UnionWith(node.Outputs);
            }
        }

        return derived;
    }

    /// <summary>True when a value is not the same at all batch sizes, or not known to be.</summary>
    public static bool Varies(StaticShapes shapes, string value) =>
        value.Length > 0 && (shapes.Integers(value) is not { } seen || !seen.All(s => s.SequenceEqual(seen[0])));
}
