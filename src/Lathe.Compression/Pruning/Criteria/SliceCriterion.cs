using Lathe.Graph;

namespace Lathe.Compression.Pruning.Criteria;

/// <summary>A criterion that scores a channel by itself, from the elements of its slices.</summary>
public abstract class SliceCriterion : IChannelCriterion
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Summary { get; }

    /// <inheritdoc/>
    public abstract string Paper { get; }

    /// <inheritdoc/>
    public virtual bool ComparesLayers => false;

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Score(IReadOnlyList<ChannelGroup> groups, ChannelEvidence evidence)
    {
        Func<string, float[]?> values = Values(evidence);
        var known = new Dictionary<string, float[]?>();
        return [.. groups.Select(g => g.Labels.Select(label => Score(g.Slices[label], evidence.Graph, name => known.TryGetValue(name, out float[]? found) ? found : known[name] = values(name))).ToArray())];
    }

    /// <summary>What is summed over a parameter's elements; null for parameters that do not count.</summary>
    protected abstract Func<string, float[]?> Values(ChannelEvidence evidence);

    /// <summary>The score from the sum and the number of elements.</summary>
    protected virtual double Finish(double sum, long count) => count == 0 ? 0 : sum / count;

    private double Score(List<ParameterSlice> slices, ModelGraph graph, Func<string, float[]?> values)
    {
        double sum = 0;
        long count = 0;
        foreach (ParameterSlice slice in slices)
        {
            if (values(slice.Parameter) is { } elements)
            {
                ChannelSlices.ForEach(slice, graph.Parameters[slice.Parameter].Shape, i =>
                {
                    sum += elements[i];
                    count++;
                });
            }
        }

        return Finish(sum, count);
    }
}
