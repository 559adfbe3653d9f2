using Lathe.Compression.Pruning.Criteria;
using Lathe.Graph;
using Lathe.Graph.Coupling;

namespace Lathe.Compression.Pruning.NetAdapt;

/// <summary>The proposals of one iteration: for each group of channels as few as bring the cost under a limit.</summary>
internal sealed class ProposalSearch
{
    private readonly DependencyGraph _dependencies;
    private readonly int[][] _ranked;
    private readonly Func<ModelGraph, double> _cost;
    private readonly double _keep;

    public ProposalSearch(ModelGraph graph, string criterion, ChannelEvidence evidence, Func<ModelGraph, double> cost, double keep)
    {
        (_dependencies, _cost, _keep) = (DependencyGraph.Build(graph), cost, keep);
        IReadOnlyList<ChannelGroup> groups = ChannelGroups.Find(_dependencies);
        IReadOnlyList<double[]> scores = ChannelCriteria.Find(criterion).Score(groups, evidence);
        _ranked = [.. groups.Select((g, i) => g.Labels.Zip(scores[i]).OrderBy(c => c.Second).ThenBy(c => c.First).Select(c => c.First).ToArray())];
    }

    /// <summary>A proposal for each group that can bring the cost to a limit.</summary>
    public IEnumerable<NetAdaptProposal> Under(double limit) => Enumerable.Range(0, _ranked.Length).Select(g => Propose(g, limit)).OfType<NetAdaptProposal>();

    /// <summary>The network without the least worthy channels of a group.</summary>
    public ModelGraph Cut(int group, int count) => ChannelRemoval.Apply(_dependencies, [.. _ranked[group].Take(count)]);

    // Costs fall with every channel: bisection finds the first count that is enough.
    private NetAdaptProposal? Propose(int group, double limit)
    {
        int most = _ranked[group].Length - Math.Max(1, (int)Math.Ceiling(_ranked[group].Length * _keep));
        if (most < 1)
        {
            return null;
        }

        int low = 0, high = most;
        ModelGraph graph = Cut(group, most);
        double cost = _cost(graph);
        if (cost > limit)
        {
            return null;
        }

        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            ModelGraph candidate = Cut(group, middle);
            double its = _cost(candidate);
            (low, high, graph, cost) = its <= limit ? (low, middle, candidate, its) : (middle, high, graph, cost);
        }

        return new NetAdaptProposal(group, high, graph, cost);
    }
}
