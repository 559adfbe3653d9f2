using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;

namespace Lathe.Hardware.Analytic;

/// <summary>Turns groups of nodes into kernels and the values between them into buffers.</summary>
internal sealed class WorkloadBuilder(ModelGraph graph, GraphCost cost, FusionRules rules)
{
    private readonly KernelGrouping _grouping = new(graph, rules);
    private readonly Dictionary<string, string> _views = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<ActivationBuffer> _buffers = [];

    public Workload Build()
    {
        IReadOnlyList<IReadOnlyList<Node>> groups = _grouping.Groups();
        foreach (Node view in graph.Nodes.Where(n => KernelGrouping.IsView(n) && !_grouping.IsConstant(n.Inputs[0])))
        {
            _views[view.Outputs[0]] = view.Inputs[0];
        }

        int[] inputs = [.. graph.Inputs.Select(i => Number(i.Name))];
        Dictionary<string, OpCost> costs = cost.Nodes.ToDictionary(n => n.Node.Name, n => n.Cost);
        HashSet<string> outputs = [.. graph.Outputs.Select(o => Root(o.Name))];
        Dictionary<string, int> readers = Readers();
        return new Workload
        {
            Name = graph.Name,
            Kernels = [.. groups.Select(g => Kernel(g, costs, readers, outputs))],
            Buffers = _buffers,
            Inputs = inputs,
            Outputs = [.. outputs.Where(o => !_grouping.IsConstant(o)).Select(Number)],
        };
    }

    private Kernel Kernel(IReadOnlyList<Node> group, Dictionary<string, OpCost> costs, Dictionary<string, int> readers, HashSet<string> outputs)
    {
        Node lead = group.FirstOrDefault(n => ProductShapes.Of(n, cost.Types) is not null) ?? group[0];
        HashSet<string> made = [.. group.SelectMany(n => n.Outputs)];
        string[] read = [.. group.SelectMany(n => n.Inputs.Concat(Captures.Of(n))).Where(v => v.Length > 0).Distinct()];
        int Inside(string value) => group.Sum(n => n.Inputs.Count(i => Root(i) == value));
        bool folds = group.Any(n => n != lead && n.OpType == "BatchNormalization");
        return new Kernel
        {
            Name = lead.Name,
            Operators = string.Join("+", group.Select(n => n.OpType)),
            Nodes = [.. group.Select(n => n.Name)],
            Product = ProductShapes.Of(lead, cost.Types),
            Macs = group.Sum(n => costs[n.Name].Macs),
            OtherOperations = group.Where(n => n == lead || n.OpType != "BatchNormalization").Sum(n => costs[n.Name].OtherOperations),
            WeightElements = group.Where(n => n == lead || n.OpType != "BatchNormalization").SelectMany(n => n.Inputs).Distinct().Where(Counts).Sum(Elements) + (folds && lead.Input(2) is null ? Elements(group.First(n => n.OpType == "BatchNormalization").Inputs[1]) : 0),
            Reads = [.. read.Where(v => !_grouping.IsConstant(v)).Select(Root).Where(v => !made.Contains(v)).Distinct().Select(Number)],
            Writes = [.. made.Where(v => v.Length > 0 && cost.Types.ContainsKey(v) && (outputs.Contains(v) || readers.GetValueOrDefault(v) > Inside(v))).Select(Number)],
            IsElementwise = group.All(KernelGrouping.IsElementwise),
        };
    }

    // Shapes, axes and scales are bookkeeping, not traffic: only floating-point and byte constants of some size count.
    private bool Counts(string value) => _grouping.IsConstant(value) && cost.Types.TryGetValue(value, out TensorType type) && type.Type is not (Tensors.DType.Int64 or Tensors.DType.Bool);

    private long Elements(string value) => cost.Types.TryGetValue(value, out TensorType type) ? type.Shape.Count : 0;

    private Dictionary<string, int> Readers()
    {
        var readers = new Dictionary<string, int>();
        foreach (string value in graph.Nodes.Where(n => !KernelGrouping.IsView(n)).SelectMany(n => n.Inputs.Concat(Captures.Of(n))).Where(v => v.Length > 0).Select(Root))
        {
            readers[value] = readers.GetValueOrDefault(value) + 1;
        }

        return readers;
    }

    private string Root(string value)
    {
        while (_views.TryGetValue(value, out string? source))
        {
            value = source;
        }

        return value;
    }

    private int Number(string value)
    {
        if (!_numbers.TryGetValue(Root(value), out int number))
        {
            _numbers[Root(value)] = number = _buffers.Count;
            _buffers.Add(new ActivationBuffer(Root(value), Elements(Root(value))));
        }

        return number;
    }
}
