using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Runtime.Memory;

namespace Lathe.Runtime;

/// <summary>
/// Runs an integer graph, operation by operation, in one planned block of memory. This is the reference: plain loops, one result on
/// every machine. Not for use by two threads at once.
/// </summary>
public sealed class IntegerExecutor
{
    private readonly IntegerGraph _graph;
    private readonly IntegerMemory _memory;

    /// <summary>Checks a graph and allocates its memory.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="plan">Where values lie; null for the largest first.</param>
    /// <exception cref="InvalidInputException">The graph is not sound.</exception>
    public IntegerExecutor(IntegerGraph graph, MemoryPlan? plan = null)
    {
        _graph = graph.Verify();
        Plan = plan ?? MemoryPlan.Of(graph);
        _memory = new IntegerMemory(Plan);
    }

    /// <summary>Where the values lie.</summary>
    public MemoryPlan Plan { get; }

    /// <summary>Runs the graph.</summary>
    /// <param name="inputs">One tensor of codes for each input, by name.</param>
    /// <param name="observe">Sees each operation's output, which is overwritten afterwards.</param>
    /// <returns>The outputs by name.</returns>
    /// <exception cref="InvalidInputException">An input is missing, or of another type or size.</exception>
    public ImmutableDictionary<string, TensorData> Run(IReadOnlyDictionary<string, TensorData> inputs, Action<IIntegerOp, TensorData>? observe = null)
    {
        foreach (IntegerValue input in _graph.Inputs)
        {
            if (!inputs.TryGetValue(input.Name, out TensorData? data) || data.Type != input.Type || data.Count != input.Shape.Count)
            {
                throw new InvalidInputException($"Integer graph '{_graph.Name}' needs {input}, but was given {(data is null ? "nothing" : data)} for it. Give codes of that type and number.");
            }

            data.Bytes.Span.CopyTo(_memory.Bytes(input));
        }

        foreach (IIntegerOp op in _graph.Ops)
        {
            op.Run(_memory);
            observe?.Invoke(op, Copy(op.Output));
        }

        return _graph.Outputs.ToImmutableDictionary(o => o.Name, Copy);
    }

    private TensorData Copy(IntegerValue value) => new(value.Type, value.Shape, _memory.Bytes(value).ToArray());
}
