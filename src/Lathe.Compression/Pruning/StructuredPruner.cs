using Lathe.Compression.Pruning.Criteria;
using Lathe.Graph;
using Lathe.Graph.Coupling;

namespace Lathe.Compression.Pruning;

/// <summary>
/// Structured pruning on any topology: channels coupled through residual sums, concatenations, grouped convolutions,
/// flattening, recurrent and attention layers are removed together, physically.
/// </summary>
public static class StructuredPruner
{
    /// <summary>Removes channels.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="options">What to remove.</param>
    /// <param name="evidence">What the criterion looks at; without it only criteria of weights work.</param>
    public static PruneResult Prune(ModelGraph graph, PruneOptions options, ChannelEvidence? evidence = null) => Prune(graph, options, evidence, ChannelGroups.Find);

    /// <summary>Removes channels of some groups.</summary>
    internal static PruneResult Prune(ModelGraph graph, PruneOptions options, ChannelEvidence? evidence, Func<DependencyGraph, IReadOnlyList<ChannelGroup>> find)
    {
        DependencyGraph dependencies = DependencyGraph.Build(graph);
        HashSet<string> protectedParameters = [.. graph.Nodes.Where(n => options.Protected.Contains(n.Name)).SelectMany(n => n.Inputs.Skip(1))];
        ChannelGroup[] groups = [.. find(dependencies).Where(g => !g.Labels.Any(l => g.Slices[l].Any(s => protectedParameters.Contains(s.Parameter))))];
        HashSet<int> removed = Choose(groups, Scores(groups, options.Criterion, evidence ?? new ChannelEvidence(graph), options.Normalized ?? !ChannelCriteria.Find(options.Criterion).ComparesLayers), options);
        ModelGraph pruned = ChannelRemoval.Apply(dependencies, removed);
        return new PruneResult(pruned, groups.Sum(g => g.Labels.Count), removed.Count);
    }

    /// <summary>The scores of groups; where asked for each divided by its group's mean, so that groups compare.</summary>
    internal static IReadOnlyList<double[]> Scores(IReadOnlyList<ChannelGroup> groups, string criterion, ChannelEvidence evidence, bool normalized = true) =>
        [.. ChannelCriteria.Find(criterion).Score(groups, evidence).Select(s => normalized && s.Average() is > 0 and double mean ? Array.ConvertAll(s, v => v / mean) : s)];

    private static HashSet<int> Choose(ChannelGroup[] groups, IReadOnlyList<double[]> scores, PruneOptions options)
    {
        var ranked = groups.Select((g, i) => g.Labels.Zip(scores[i], (label, score) => (Label: label, Score: score)).OrderBy(c => c.Score).ThenBy(c => c.Label).ToArray()).ToArray();
        int[] cut = options.Global ? GlobalCuts(ranked, options) : [.. ranked.Select(r => (int)Math.Round(r.Length * options.Ratio))];
        var removed = new HashSet<int>();
        for (int g = 0; g < ranked.Length; g++)
        {
            int keep = Keep(ranked[g].Length, ranked[g].Length - cut[g], options);
            removed.UnionWith(ranked[g].Take(ranked[g].Length - keep).Select(c => c.Label));
        }

        return removed;
    }

    private static int[] GlobalCuts((int Label, double Score)[][] ranked, PruneOptions options)
    {
        int total = (int)Math.Round(ranked.Sum(r => r.Length) * options.Ratio);
        int[] cut = new int[ranked.Length];
        foreach ((int group, _) in ranked.SelectMany((r, g) => r.Select(c => (Group: g, c.Score))).OrderBy(c => c.Score).ThenBy(c => c.Group))
        {
            if (total > 0 && ranked[group].Length - cut[group] > Keep(ranked[group].Length, 1, options with { Multiple = 1 }))
            {
                cut[group]++;
                total--;
            }
        }

        return cut;
    }

    private static int Keep(int channels, int wanted, PruneOptions options)
    {
        int least = Math.Max(1, (int)Math.Ceiling(channels * options.KeepAtLeast));
        int keep = Math.Max(wanted, least);
        int multiple = channels >= 2 * options.Multiple ? options.Multiple : 1;
        return Math.Min(channels, (keep + multiple - 1) / multiple * multiple);
    }
}
