using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.EnergyAware;

/// <summary>The cost of each layer when work on zero weights is skipped and zeros are not fetched.</summary>
internal static class LayerEnergy
{
    /// <summary>The cost of the layer of every weight.</summary>
    public static IReadOnlyDictionary<string, double> Of(ModelGraph graph, IReadOnlyList<string> weights, ICostModel cost)
    {
        var costs = new Dictionary<string, double>();
        foreach ((Node node, LayerWork work) in LayerWorks.Of(graph))
        {
            if (node.Inputs.FirstOrDefault(weights.Contains) is { } weight)
            {
                ReadOnlySpan<float> values = graph.Parameters[weight].AsSpan<float>();
                double density = 1 - ((double)values.Count(0f) / values.Length);
                costs[weight] = costs.GetValueOrDefault(weight) + cost.Of(work with { Macs = (long)(work.Macs * density), Weights = (long)(work.Weights * density) });
            }
        }

        return costs;
    }
}
