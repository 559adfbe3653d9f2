using System.Collections.Immutable;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Analytic.Memory;
using Lathe.Runtime;
using Lathe.Runtime.Memory;

namespace Lathe.Micro.Arena;

/// <summary>An integer graph as kernels and buffers of bytes; views and parts are further names of the buffer they lie in.</summary>
internal sealed class GraphWorkload
{
    private readonly IntegerGraph _graph;
    private readonly ValuePlaces _places;
    private readonly IIntegerOp[] _steps;
    private readonly Dictionary<string, int> _buffers = [];
    private readonly List<ActivationBuffer> _all = [];

    public GraphWorkload(IntegerGraph graph)
    {
        (_graph, _places) = (graph, ValuePlaces.Of(graph));
        _steps = [.. graph.Ops.Where(o => !o.IsView)];
        int[] inputs = [.. graph.Inputs.Select(v => BufferOf(v.Name))];
        var parts = new PartMarks(_places, name => Buffer(name, 0));
        IReadOnlyList<Kernel> kernels = [.. _steps.Select(op => Kernel(op, parts))];
        Workload = new Workload { Name = graph.Name, Kernels = kernels, Buffers = _all, Inputs = inputs, Outputs = [.. graph.Outputs.Select(o => BufferOf(o.Name)).Distinct()] };
    }

    /// <summary>The kernels.</summary>
    public Workload Workload { get; }

    /// <summary>The values in a buffer and how far from its start each lies: the one that owns it, its views and its parts.</summary>
    public IEnumerable<(string Name, int Offset)> ValuesIn(string buffer) => _graph.Inputs.Concat(_graph.Ops.Select(o => o.Output))
        .Select(v => (v.Name, Place: _places.Find(v.Name))).Where(v => v.Place.Owner == buffer).Select(v => (v.Name, v.Place.Offset)).DefaultIfEmpty((buffer, 0));

    /// <summary>The results that may be written over what they are computed from while it is read, for an order of the steps.</summary>
    public IReadOnlyList<BufferOverlap> Overlaps(MemoryProblem problem)
    {
        Dictionary<string, LiveBuffer> holders = problem.Buffers.SelectMany(b => b.Members.Select(m => (Member: m, Buffer: b))).ToDictionary(p => p.Member, p => p.Buffer);
        var found = new List<BufferOverlap>();
        for (int step = 0; step < problem.Order.Count; step++)
        {
            IIntegerOp op = _steps[problem.Order[step]];
            if (op.OverlapDistance is not { } distance || _places.IsPart(op.Output.Name))
            {
                continue;
            }

            (string owner, int start) = _places.Find(op.Inputs[0].Name);
            LiveBuffer written = holders[op.Output.Name], read = holders[owner];
            if (written.First == step && read.Last == step)
            {
                found.Add(new BufferOverlap(written, read, distance - start));
            }
        }

        return found;
    }

    /// <summary>The graph with its steps in another order; views and joins follow as soon as there is what they look at.</summary>
    public IntegerGraph InOrder(IReadOnlyList<int> order)
    {
        var ops = new List<IIntegerOp>();
        HashSet<string> made = [.. _graph.Inputs.Select(i => i.Name)];
        List<IIntegerOp> views = [.. _graph.Ops.Where(o => o.IsView)];
        Views();
        foreach (int step in order)
        {
            Add(_steps[step]);
            Views();
        }

        return _graph with { Ops = [.. ops] };

        void Add(IIntegerOp op)
        {
            ops.Add(op);
            made.Add(op.Output.Name);
        }

        void Views()
        {
            while (views.FirstOrDefault(v => v.Inputs.All(i => made.Contains(i.Name))) is { } view)
            {
                views.Remove(view);
                Add(view);
            }
        }
    }

    private int BufferOf(string value)
    {
        string owner = _places.Find(value).Owner;
        return _buffers.TryGetValue(owner, out int known) ? known : Buffer(owner, _places.Bytes(owner));
    }

    private int Buffer(string name, int bytes)
    {
        _all.Add(new ActivationBuffer(name, bytes));
        return _buffers[name] = _all.Count - 1;
    }

    private Kernel Kernel(IIntegerOp op, PartMarks parts)
    {
        int[] reads = [.. op.Inputs.Select(i => BufferOf(i.Name)).Concat(op.Inputs.SelectMany(i => parts.Read(i.Name))).Distinct()];
        int[] writes = [BufferOf(op.Output.Name), .. parts.Written(op.Output.Name), .. op.ScratchBytes > 0 ? [Buffer(Lifetime.ScratchName(op), op.ScratchBytes)] : Array.Empty<int>()];
        return new Kernel
        {
            Name = op.Name, Operators = op.GetType().Name, Nodes = [op.Name], Macs = op.Macs, OtherOperations = 0, WeightElements = op.ConstantBytes,
            Reads = reads, Writes = writes, IsElementwise = op.MayOverwriteInput,
        };
    }
}
