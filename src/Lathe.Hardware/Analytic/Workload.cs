using Lathe.Graph;
using Lathe.Graph.Readings;

namespace Lathe.Hardware.Analytic;

/// <summary>A network as the kernels that a backend runs; counted once, then priced on any number of devices.</summary>
public sealed record Workload
{
    /// <summary>The name of the network.</summary>
    public required string Name { get; init; }

    /// <summary>The kernels, each after those it reads from.</summary>
    public required IReadOnlyList<Kernel> Kernels { get; init; }

    /// <summary>The tensors between them.</summary>
    public required IReadOnlyList<ActivationBuffer> Buffers { get; init; }

    /// <summary>Buffers that hold the network's inputs.</summary>
    public required IReadOnlyList<int> Inputs { get; init; }

    /// <summary>Buffers that must be whole at the end.</summary>
    public required IReadOnlyList<int> Outputs { get; init; }

    /// <summary>Multiply-accumulates.</summary>
    public long Macs => Kernels.Sum(k => k.Macs);

    /// <summary>Values of the constants.</summary>
    public long WeightElements => Kernels.Sum(k => k.WeightElements);

    /// <summary>Values that a kernel moves: activations read and written.</summary>
    public long ActivationElements(Kernel kernel) => kernel.Reads.Sum(b => Buffers[b].Elements) + kernel.Writes.Sum(b => Buffers[b].Elements);

    /// <summary>Counts a network.</summary>
    public static Workload Of(ModelGraph graph, FusionRules rules, int batch = 1) => Of(graph, GraphCost.Of(graph, batch), rules);

    /// <summary>Groups a network that is already counted.</summary>
    public static Workload Of(ModelGraph graph, GraphCost cost, FusionRules rules) => new WorkloadBuilder(graph, cost, rules).Build();
}
