using Lathe.Graph;

namespace Lathe.Compression.Pruning.Criteria;

/// <summary>Second-order change of the loss by the Fisher information: <c>E (sum of weight times gradient)^2 / 2</c>, one sample at a time.</summary>
public sealed class FisherCriterion : IChannelCriterion
{
    private const int Most = 256;

    /// <inheritdoc/>
    public string Name => "fisher";

    /// <inheritdoc/>
    public string Summary => "half the mean over samples of (sum of weight times the sample's gradient)^2";

    /// <inheritdoc/>
    public string Paper => "Theis et al. 2018, Faster Gaze Prediction with Dense Networks and Fisher Pruning, arXiv:1801.05787";

    /// <inheritdoc/>
    public bool ComparesLayers => true;

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Score(IReadOnlyList<ChannelGroup> groups, ChannelEvidence evidence)
    {
        double[][] scores = [.. groups.Select(g => new double[g.Labels.Count])];
        string[] parameters = [.. groups.SelectMany(g => g.Labels.SelectMany(l => g.Slices[l])).Select(s => s.Parameter).Distinct()];
        int seen = 0;
        evidence.ForEachSample(Most, gradient =>
        {
            Dictionary<string, float[]> products = Products(evidence.Graph, parameters, gradient);
            for (int g = 0; g < groups.Count; g++)
            {
                for (int c = 0; c < scores[g].Length; c++)
                {
                    double sum = Sum(groups[g].Slices[groups[g].Labels[c]], evidence.Graph, products);
                    scores[g][c] += sum * sum / 2;
                }
            }

            seen++;
        });
        return [.. scores.Select(s => Array.ConvertAll(s, v => v / Math.Max(1, seen)))];
    }

    private static Dictionary<string, float[]> Products(ModelGraph graph, string[] parameters, Func<string, float[]?> gradient)
    {
        var products = new Dictionary<string, float[]>();
        foreach (string name in parameters)
        {
            if (gradient(name) is { } g)
            {
                products[name] = [.. graph.Parameters[name].ToFloats().Zip(g, (w, d) => w * d)];
            }
        }

        return products;
    }

    private static double Sum(List<ParameterSlice> slices, ModelGraph graph, Dictionary<string, float[]> products)
    {
        double sum = 0;
        foreach (ParameterSlice slice in slices)
        {
            if (products.TryGetValue(slice.Parameter, out float[]? product))
            {
                ChannelSlices.ForEach(slice, graph.Parameters[slice.Parameter].Shape, i => sum += product[i]);
            }
        }

        return sum;
    }
}
