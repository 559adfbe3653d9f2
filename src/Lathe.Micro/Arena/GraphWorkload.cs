using System.Collections.Immutable;
using Lathe.Hardware.Analytic;
using Lathe.Runtime;
using Lathe.Runtime.Memory;

namespace Lathe.Micro.Arena;

/// <summary>An integer graph as kernels and buffers of bytes; views are further names of the buffer they look at.</summary>
internal sealed class GraphWorkload
{
    private readonly IntegerGraph _graph;
    private readonly IIntegerOp[] _steps;
    private readonly Dictionary<string, int> _buffers = [];
    private readonly List<ActivationBuffer> _all = [];

    public GraphWorkload(IntegerGraph graph)
    {
        _graph = graph;
        _steps = [.. graph.Ops.Where(o => !o.IsView)];
        int[] inputs = [.. graph.Inputs.Select(v => Buffer(v.Name, v.Bytes))];
        var kernels = new List<Kernel>();
        foreach (IIntegerOp op in graph.Ops)
        {
            if (op.IsView)
            {
                _buffers[op.Output.Name] = _buffers[op.Inputs[0].Name];
                continue;
            }

            int[] reads = [.. op.Inputs.Select(i => _buffers[i.Name]).Distinct()];
            int output = Buffer(op.Output.Name, op.Output.Bytes);
            kernels.Add(Kernel(op, reads, op.ScratchBytes > 0 ? [output, Buffer(Lifetime.ScratchName(op), op.ScratchBytes)] : [output]));
        }

        Workload = new Workload { Name = graph.Name, Kernels = kernels, Buffers = _all, Inputs = inputs, Outputs = [.. graph.Outputs.Select(o => _buffers[o.Name]).Distinct()] };
    }

    /// <summary>The kernels.</summary>
    public Workload Workload { get; }

    /// <summary>The values in a buffer: the one that made it, and its views.</summary>
    public IEnumerable<string> NamesIn(string buffer) => _buffers.Where(b => b.Value == _buffers[buffer]).Select(b => b.Key);

    /// <summary>The graph with its steps in another order; views follow what they look at.</summary>
    public IntegerGraph InOrder(IReadOnlyList<int> order)
    {
        var ops = new List<IIntegerOp>();
        foreach (IntegerValue input in _graph.Inputs)
        {
            Views(input);
        }

        foreach (int step in order)
        {
            ops.Add(_steps[step]);
            Views(_steps[step].Output);
        }

        return _graph with { Ops = [.. ops] };

        void Views(IntegerValue value)
        {
            foreach (IIntegerOp view in _graph.Ops.Where(o => o.IsView && o.Inputs[0] == value))
            {
                ops.Add(view);
                Views(view.Output);
            }
        }
    }

    private int Buffer(string name, int bytes)
    {
        _all.Add(new ActivationBuffer(name, bytes));
        return _buffers[name] = _all.Count - 1;
    }

    private static Kernel Kernel(IIntegerOp op, int[] reads, int[] writes) => new()
    {
        Name = op.Name, Operators = op.GetType().Name, Nodes = [op.Name], Macs = op.Macs, OtherOperations = 0, WeightElements = op.ConstantBytes,
        Reads = reads, Writes = writes, IsElementwise = op.MayOverwriteInput,
    };
}
