namespace Lathe.Compression.Pruning.MorphNet;

/// <summary>The batch-norm scales of channels: a channel is alive while one of them is large enough.</summary>
internal sealed class ChannelScales(IReadOnlyList<ChannelGroup> groups, HashSet<string> gammas, float threshold)
{
    private readonly Dictionary<int, ParameterSlice[]> _scales = groups.SelectMany(g => g.Labels.Select(l => (Label: l, Scales: g.Slices[l].Where(s => gammas.Contains(s.Parameter)).ToArray()))).ToDictionary(c => c.Label, c => c.Scales);

    /// <summary>The channels whose scales are all small; each group keeps its best.</summary>
    public HashSet<int> Gone(Func<string, float[]> values)
    {
        Dictionary<string, float[]> now = Read(values);
        var gone = new HashSet<int>();
        foreach (ChannelGroup group in groups)
        {
            int best = group.Labels.MaxBy(l => Largest(l, now));
            gone.UnionWith(group.Labels.Where(l => l != best && Largest(l, now) < threshold));
        }

        return gone;
    }

    /// <summary>The factors of the penalty: a channel's price over the mean price, shared out over its scales.</summary>
    public IReadOnlyDictionary<string, float[]> Strengths(ResourceModel resources, Func<string, float[]> values, float strength)
    {
        Dictionary<string, float[]> now = Read(values);
        HashSet<int> gone = [.. _scales.Keys.Where(l => Largest(l, now) < threshold)];
        IReadOnlyDictionary<int, double> prices = resources.Prices(_scales.Keys, l => !gone.Contains(l));
        double mean = prices.Values.Average();
        var strengths = now.ToDictionary(n => n.Key, n => new float[n.Value.Length]);
        foreach ((int label, ParameterSlice[] scales) in _scales)
        {
            foreach (ParameterSlice scale in scales)
            {
                strengths[scale.Parameter][scale.Index] = (float)(strength * prices[label] / Math.Max(mean, 1e-30) / scales.Length);
            }
        }

        return strengths;
    }

    private Dictionary<string, float[]> Read(Func<string, float[]> values) => _scales.Values.SelectMany(s => s).Select(s => s.Parameter).Distinct().ToDictionary(n => n, values);

    private float Largest(int label, Dictionary<string, float[]> now) => _scales[label].Max(s => Math.Abs(now[s.Parameter][s.Index]));
}
