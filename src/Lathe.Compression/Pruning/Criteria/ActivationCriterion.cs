using Lathe.Compression.Sparsity.Criteria;

namespace Lathe.Compression.Pruning.Criteria;

/// <summary>How often a channel is on behind its rectifier, <c>1 - APoZ</c>; channels without a rectifier are always on.</summary>
public sealed class ActivationCriterion : IChannelCriterion
{
    /// <inheritdoc/>
    public string Name => "activation";

    /// <inheritdoc/>
    public string Summary => "share of places where it is on behind its rectifier, 1 - APoZ";

    /// <inheritdoc/>
    public string Paper => "Hu et al. 2016, Network Trimming, arXiv:1607.03250";

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Score(IReadOnlyList<ChannelGroup> groups, ChannelEvidence evidence)
    {
        Dictionary<string, int> makers = ChannelSlices.Makers(evidence.Graph);
        IReadOnlyDictionary<string, float[]> active = ActiveShare.Read(evidence.Graph, [.. makers.Keys], new ScoreSource(evidence.Samples, evidence.Count, evidence.Key));
        return [.. groups.Select(g => g.Labels.Select(l => Mean(g.Slices[l].Where(s => makers.GetValueOrDefault(s.Parameter, -1) == s.Axis && active.ContainsKey(s.Parameter)).Select(s => active[s.Parameter][s.Index]))).ToArray())];
    }

    private static double Mean(IEnumerable<float> shares)
    {
        float[] all = [.. shares];
        return all.Length == 0 ? 1 : all.Average();
    }
}
