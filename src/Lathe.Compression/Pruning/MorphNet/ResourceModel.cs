using Lathe.Graph;
using Lathe.Graph.Coupling;
using Lathe.Graph.Readings;

namespace Lathe.Compression.Pruning.MorphNet;

/// <summary>
/// What a channel costs (Gordon et al. 2018): the layers that make and read it, each with as much as its other side is alive, so that
/// <c>cost = sum over layers of C (alive inputs) (alive outputs)</c> and the price of a channel is its derivative.
/// </summary>
internal sealed class ResourceModel
{
    private readonly (string Weight, double PerPair, int[][] Labels)[] _layers;
    private readonly ModelGraph _graph;

    /// <param name="dependencies">The coupling of the network.</param>
    /// <param name="resource">What is counted.</param>
    public ResourceModel(DependencyGraph dependencies, MorphResource resource)
    {
        _graph = dependencies.Graph;
        Dictionary<string, long> macs = GraphCost.Of(_graph).Nodes.Where(n => n.Node.OpType is "Conv" or "Gemm" or "MatMul" && n.Node.Input(1) is { } w && _graph.Parameters.ContainsKey(w)).GroupBy(n => n.Node.Inputs[1]).ToDictionary(g => g.Key, g => g.Sum(n => n.Cost.Macs));
        _layers = [.. macs.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => Layer(dependencies, m.Key, resource == MorphResource.Macs ? m.Value : _graph.Parameters[m.Key].Count))];
    }

    /// <summary>The cost with some channels alive.</summary>
    public double Cost(Func<int, bool> alive) => _layers.Sum(l => l.PerPair * l.Labels[0].Count(alive) * l.Labels[1].Count(alive));

    /// <summary>The price of each channel: what the cost falls by without it.</summary>
    public IReadOnlyDictionary<int, double> Prices(IReadOnlyCollection<int> labels, Func<int, bool> alive)
    {
        var prices = labels.ToDictionary(l => l, _ => 0.0);
        foreach ((_, double perPair, int[][] sides) in _layers)
        {
            for (int side = 0; side < 2; side++)
            {
                double each = perPair * sides[1 - side].Count(alive);
                foreach (int label in sides[side].Where(prices.ContainsKey))
                {
                    prices[label] += each;
                }
            }
        }

        return prices;
    }

    // The two axes that count channels are the first two, whatever follows.
    private static (string, double, int[][]) Layer(DependencyGraph dependencies, string weight, double cost)
    {
        int[][] labels = [.. Enumerable.Range(0, 2).Select(axis => Enumerable.Range(0, dependencies.Graph.Parameters[weight].Shape[axis]).Select(i => dependencies.Labels.Of(weight, axis, i)).ToArray())];
        return (weight, cost / ((double)labels[0].Length * labels[1].Length), labels);
    }
}
