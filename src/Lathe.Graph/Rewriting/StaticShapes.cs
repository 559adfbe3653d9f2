using Lathe.Graph.Execution;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;
using Lathe.Tensors;

namespace Lathe.Graph.Rewriting;

/// <summary>
/// Types of all values at two batch sizes, had by running the graph on zeros: what is equal in both does not depend on the
/// batch. Small integer values are kept as well, because shapes are computed with them.
/// </summary>
internal sealed class StaticShapes
{
    private const int LargestKeptValue = 64;

    private readonly Dictionary<string, TensorType>[] _types;
    private readonly Dictionary<string, long[]>[] _integers;

    private StaticShapes(Dictionary<string, TensorType>[] types, Dictionary<string, long[]>[] integers) => (_types, _integers) = (types, integers);

    /// <summary>Reads a graph, or gives null when dimensions other than batches are open or the graph cannot be run here.</summary>
    public static StaticShapes? TryRead(ModelGraph graph)
    {
        OpenDimensions open = OpenDimensions.Of(graph);
        if (open.HasLengths || graph.Inputs.Any(i => i.Shape is null) || OpRegistry.Unsupported(graph).Count > 0)
        {
            return null;
        }

        int[] batches = open.Symbols.Count == 0 ? [1] : [2, 3];
        var types = new Dictionary<string, TensorType>[batches.Length];
        var integers = new Dictionary<string, long[]>[batches.Length];
        try
        {
            for (int run = 0; run < batches.Length; run++)
            {
                (types[run], integers[run]) = Observe(graph, open, batches[run]);
            }
        }
        catch (InvalidInputException)
        {
            // The model holds a shape that fits one batch size only: nothing about its shapes is known in general.
            return null;
        }

        return new StaticShapes(types, integers);
    }

    /// <summary>A value's type at each batch size read, or null when it was not seen.</summary>
    public TensorType[]? Of(string value) => _types.All(t => t.ContainsKey(value)) ? [.. _types.Select(t => t[value])] : null;

    /// <summary>A small integer value at each batch size read, or null.</summary>
    public long[][]? Integers(string value) => _integers.All(t => t.ContainsKey(value)) ? [.. _integers.Select(t => t[value])] : null;

    /// <summary>True when two values have the same element type and shape at every batch size.</summary>
    public bool Same(string left, string right) => Of(left) is { } a && Of(right) is { } b && a.SequenceEqual(b);

    private static (Dictionary<string, TensorType> Types, Dictionary<string, long[]> Integers) Observe(ModelGraph graph, OpenDimensions open, int batch)
    {
        var types = graph.Parameters.ToDictionary(p => p.Key, p => new TensorType(p.Value.Type, p.Value.Shape));
        var integers = new Dictionary<string, long[]>();
        int[] sizes = [.. open.Symbols.Select(_ => batch)];
        using TensorScope scope = TensorScope.Begin();
        var inputs = new Dictionary<string, Tensor>();
        foreach (ValueInfo input in graph.Inputs)
        {
            inputs[input.Name] = Tensor.Zeros(open.Bind(input, sizes), input.Type);
            types[input.Name] = new TensorType(input.Type, inputs[input.Name].Shape);
        }

        using var executor = new GraphExecutor(graph);
        executor.Run(inputs, new RunOptions
        {
            Fuse = false,
            Observe = (_, name, tensor) =>
            {
                types[name] = new TensorType(tensor.DType, tensor.Shape);
                if (tensor is { DType: DType.Int64, Count: <= LargestKeptValue })
                {
                    integers[name] = tensor.ToArray<long>();
                }
            },
        });
        return (types, integers);
    }
}
