using Lathe.Compression.Pruning;
using Lathe.Compression.Pruning.Blocks;
using Lathe.Graph;
using Lathe.Graph.Coupling;

namespace Lathe.Compression.Gating;

/// <summary>A residual block whose inner channels can be computed in two parts: <c>F(x) = F_base(x) + F_rest(x)</c>.</summary>
internal sealed record GatedBlock
{
    /// <summary>The block.</summary>
    public required ResidualBlock Block { get; init; }

    /// <summary>The layer that reads the inner channels and makes the branch's result.</summary>
    public required Node Last { get; init; }

    /// <summary>The branch as a network of its own, from the shortcut to the last layer's result.</summary>
    public required ModelGraph Branch { get; init; }

    /// <summary>The inner channels, by their place among the last layer's inputs, and their labels in the branch.</summary>
    public required IReadOnlyList<int> Labels { get; init; }

    /// <summary>The places of the conditional channels: those that weigh least in the last layer.</summary>
    public required IReadOnlyList<int> Conditional { get; init; }

    /// <summary>The branch with some of the inner channels.</summary>
    public ModelGraph Part(bool conditional)
    {
        HashSet<int> chosen = [.. Conditional];
        return ChannelRemoval.Apply(DependencyGraph.Build(Branch), [.. Labels.Where((_, i) => chosen.Contains(i) != conditional)]);
    }

    /// <summary>The blocks of a network that can be gated. Normalisation must be folded: what follows the last layer would see half a sum.</summary>
    public static IReadOnlyList<GatedBlock> Find(ModelGraph graph, double share) =>
        [.. ResidualBlocks.Find(graph).Select(b => TryOf(graph, b, share)).OfType<GatedBlock>()];

    private static GatedBlock? TryOf(ModelGraph graph, ResidualBlock block, double share)
    {
        Node? last = block.Branch.FirstOrDefault(n => block.Sum.Inputs.Contains(n.Outputs[0]));
        if (last is not { OpType: "Conv" or "Gemm" } || last.Input(1) is not { } weight || !graph.Parameters.ContainsKey(weight) || last.Attributes.Int("group", 1) != 1)
        {
            return null;
        }

        ModelGraph branch = BranchGraph.Of(graph, block, last);
        DependencyGraph dependencies = DependencyGraph.Build(branch);
        int axis = last.OpType == "Conv" || last.Attributes.Int("transB", 0) != 0 ? 1 : 0;
        int[] labels = [.. Enumerable.Range(0, branch.Parameters[weight].Shape[axis]).Select(i => dependencies.Labels.Of(weight, axis, i))];
        HashSet<int> free = [.. ChannelGroups.Find(dependencies).SelectMany(g => g.Labels)];
        if (labels.Length < 2 || labels.Distinct().Count() != labels.Length || !labels.All(free.Contains))
        {
            return null;
        }

        int count = Math.Clamp((int)Math.Round(labels.Length * share), 1, labels.Length - 1);
        double[] weights = Weights(branch.Parameters[weight], axis);
        return new GatedBlock { Block = block, Last = last, Branch = branch, Labels = labels, Conditional = [.. Enumerable.Range(0, labels.Length).OrderBy(i => weights[i]).ThenBy(i => i).Take(count).Order()] };
    }

    private static double[] Weights(TensorData weight, int axis)
    {
        double[] sums = new double[weight.Shape[axis]];
        ReadOnlySpan<float> values = weight.AsSpan<float>();
        int inner = weight.Shape.Product(axis + 1, weight.Shape.Rank);
        for (int i = 0; i < values.Length; i++)
        {
            sums[i / inner % sums.Length] += Math.Abs(values[i]);
        }

        return sums;
    }
}
