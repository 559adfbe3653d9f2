using Lathe.Graph;

namespace Lathe.Compression.Pruning.Criteria;

/// <summary>
/// FPGM: a filter near the geometric median of its layer's can be replaced by the others, whatever its size; its worth is
/// <c>sum over j of |w_i - w_j|</c> (Euclidean).
/// </summary>
public sealed class GeometricMedianCriterion : IChannelCriterion
{
    /// <inheritdoc/>
    public string Name => "fpgm";

    /// <inheritdoc/>
    public string Summary => "sum of distances to the other filters of its layer: those nearest the geometric median go";

    /// <inheritdoc/>
    public string Paper => "He et al. 2019, Filter Pruning via Geometric Median, arXiv:1811.00250";

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Score(IReadOnlyList<ChannelGroup> groups, ChannelEvidence evidence)
    {
        Dictionary<string, int> makers = ChannelSlices.Makers(evidence.Graph);
        return [.. groups.Select(g => Score(g, evidence.Graph, makers))];
    }

    private static double[] Score(ChannelGroup group, ModelGraph graph, Dictionary<string, int> makers)
    {
        double[] scores = new double[group.Labels.Count];
        string[] made = [.. ChannelSlices.Weights(group, group.Labels[0], graph).Where(s => makers.GetValueOrDefault(s.Parameter, -1) == s.Axis).Select(s => s.Parameter).Distinct()];
        foreach (string weight in made)
        {
            // A channel may have several filters of a weight, as a head has; they count as one long filter.
            float[][] filters = [.. group.Labels.Select(l => Filter(group, l, graph, weight, makers[weight]))];
            for (int i = 0; i < filters.Length; i++)
            {
                for (int j = i + 1; j < filters.Length; j++)
                {
                    double distance = Distance(filters[i], filters[j]);
                    scores[i] += distance;
                    scores[j] += distance;
                }
            }
        }

        return scores;
    }

    private static float[] Filter(ChannelGroup group, int label, ModelGraph graph, string weight, int axis)
    {
        TensorData data = graph.Parameters[weight];
        float[] values = data.ToFloats();
        var filter = new List<float>();
        foreach (ParameterSlice slice in group.Slices[label].Where(s => s.Parameter == weight && s.Axis == axis))
        {
            ChannelSlices.ForEach(slice, data.Shape, i => filter.Add(values[i]));
        }

        return [.. filter];
    }

    private static double Distance(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            double d = a[i] - b[i];
            sum += d * d;
        }

        return Math.Sqrt(sum);
    }
}
