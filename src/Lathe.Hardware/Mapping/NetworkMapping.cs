using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware.Analytic;

namespace Lathe.Hardware.Mapping;

/// <summary>The layers of a network on an array of elements; simulated: every access of every layer is counted.</summary>
/// <param name="Model">The network.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Goal">What each layer was laid out for.</param>
/// <param name="Layers">The layers that are convolutions or products.</param>
/// <param name="Others">Kernels that are neither: pooling, additions. They are not in the figures.</param>
public sealed record NetworkMapping(string Model, SpatialMachine Machine, MappingGoal Goal, IReadOnlyList<MappedLayer> Layers, int Others)
{
    /// <summary>Cycles, one layer after the other.</summary>
    public double Cycles => Layers.Sum(l => l.Best.Cost.Cycles);

    /// <summary>Seconds.</summary>
    public double Seconds => Cycles / Machine.Clock;

    /// <summary>Joules.</summary>
    public double Joules => Layers.Sum(l => l.Best.Cost.Picojoules) * 1e-12;

    /// <summary>Multiply-accumulates over elements and cycles, 0 to 1.</summary>
    public double Utilisation => Layers.Sum(l => l.Nest.Macs) / (Cycles * Machine.Elements);

    /// <summary>Cycles and joules when every layer has one dataflow; null when it does not fit one of them.</summary>
    public (double Cycles, double Joules)? Of(FixedDataflow dataflow)
    {
        MappingCost?[] costs = [.. Layers.Select(l => l.Fixed[dataflow])];
        return costs.Any(c => c is null) ? null : (costs.Sum(c => c!.Cycles), costs.Sum(c => c!.Picojoules) * 1e-12);
    }

    /// <summary>Lays out a network; layers of the same loops are searched once.</summary>
    public static NetworkMapping Of(ModelGraph graph, SpatialMachine machine, MappingGoal goal, int batch = 1, CancellationToken cancellation = default)
    {
        GraphCost cost = GraphCost.Of(graph, batch);
        Dictionary<string, Node> nodes = graph.Nodes.ToDictionary(n => n.Name);
        var search = new MappingSearch(machine, goal);
        var known = new Dictionary<LoopNest, (MappingResult Best, IReadOnlyDictionary<FixedDataflow, MappingCost?> Fixed)>();
        var layers = new List<MappedLayer>();
        IReadOnlyList<Kernel> kernels = Workload.Of(graph, cost, FusionRules.Of("npu")).Kernels;
        foreach (Kernel kernel in kernels)
        {
            cancellation.ThrowIfCancellationRequested();
            if (kernel.Nodes.Select(n => LoopNest.Of(nodes[n], cost.Types)).FirstOrDefault(n => n is not null) is { } nest)
            {
                if (!known.TryGetValue(nest, out (MappingResult Best, IReadOnlyDictionary<FixedDataflow, MappingCost?> Fixed) found))
                {
                    known[nest] = found = search.Compare(nest);
                }

                layers.Add(new MappedLayer(kernel.Name, kernel.Operators, nest, found.Best, found.Fixed));
            }
        }

        return new NetworkMapping(graph.Name, machine, goal, layers, kernels.Count - layers.Count);
    }
}
