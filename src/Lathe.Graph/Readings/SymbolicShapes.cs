using System.Collections.Immutable;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Graph.Readings;

/// <summary>
/// Shapes of all values in terms of the graph's open dimensions: N, 2 N, L + 1. Had by running the graph on constant data at several sizes
/// (docs/adr/0001); a dimension that is not an affine function of the open ones, or that data decides, is unknown.
/// </summary>
public sealed class SymbolicShapes
{
    // A batch of 1 would hide in broadcasting. Sequences must be long enough for the windows that run over them.
    private static readonly int[] s_batches = [2, 1];
    private static readonly int[] s_lengths = [6, 64, 512];

    private readonly IReadOnlyDictionary<string, (DType Type, AffineDimension[] Shape)> _types;

    private SymbolicShapes(OpenDimensions open, IReadOnlyList<string> rigid, IReadOnlyDictionary<string, (DType, AffineDimension[])> types) =>
        (Symbols, Rigid, _types) = (open.Symbols, rigid, types);

    /// <summary>The names of the open dimensions.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>Open dimensions that the graph declares, but at whose other sizes it does not run: a constant inside fits one size only.</summary>
    public IReadOnlyList<string> Rigid { get; }

    /// <summary>Reads a graph.</summary>
    /// <exception cref="InvalidInputException">The graph runs at none of the sizes tried.</exception>
    public static SymbolicShapes Read(ModelGraph graph)
    {
        OpenDimensions open = OpenDimensions.Of(graph);
        using var executor = new GraphExecutor(graph);
        (int[] sizes, Dictionary<string, TensorType> first) = Base(executor, open);
        int count = open.Symbols.Count;
        var steps = new Dictionary<string, TensorType>?[count];
        var rigid = new List<string>();
        int[] last = [.. sizes];
        for (int s = 0; s < count; s++)
        {
            int[] moved = [.. sizes];
            moved[s]++;
            steps[s] = Try(executor, open, moved);
            if (steps[s] is null)
            {
                rigid.Add(open.Symbols[s]);
            }
            else
            {
                // Unequal steps, so that no wrong formula fits by chance.
                last[s] += 3 + (2 * s);
            }
        }

        // What data decides, like the number of elements that are not zero, differs on other data.
        Dictionary<string, TensorType>? check = Try(executor, open, last, 1) ?? Try(executor, open, last);
        var types = first.ToDictionary(t => t.Key, t => (t.Value.Type, AffineDimension.Fit(t.Key, first, steps, check, sizes, last)));
        return new SymbolicShapes(open, rigid, types);
    }

    /// <summary>The element type and shape of a value as a declaration has them, or null when the value was not seen.</summary>
    public ValueInfo? Of(string value) => _types.TryGetValue(value, out (DType Type, AffineDimension[] Shape) type)
        ? new ValueInfo(value, type.Type, [.. type.Shape.Select(d => d.ToDimension(Symbols))])
        : null;

    /// <summary>A value's type as text, <c>f32[N, 64, 8, 8]</c>; empty when the value was not seen.</summary>
    public string Describe(string value) => Of(value) is { } info ? $"{info.Type.ShortName()}[{string.Join(", ", info.Shape!.Value)}]" : "";

    private static (int[] Sizes, Dictionary<string, TensorType> Types) Base(GraphExecutor executor, OpenDimensions open)
    {
        InvalidInputException? error = null;
        foreach (int batch in s_batches)
        {
            foreach (int length in open.HasLengths ? s_lengths : [1])
            {
                int[] sizes = [.. Enumerable.Range(0, open.Symbols.Count).Select(s => open.IsBatch(s) ? batch : length + s)];
                try
                {
                    return (sizes, Observe(executor, open, sizes));
                }
                catch (InvalidInputException failure)
                {
                    error = failure;
                }
            }
        }

        throw error!;
    }

    private static Dictionary<string, TensorType>? Try(GraphExecutor executor, OpenDimensions open, int[] sizes, float fill = 0)
    {
        try
        {
            return Observe(executor, open, sizes, fill);
        }
        catch (InvalidInputException)
        {
            // The graph does not run at this size; what that says about the dimension is up to the caller.
            return null;
        }
    }

    private static Dictionary<string, TensorType> Observe(GraphExecutor executor, OpenDimensions open, int[] sizes, float fill = 0)
    {
        Dictionary<string, TensorType> types = executor.Graph.Parameters.ToDictionary(p => p.Key, p => new TensorType(p.Value.Type, p.Value.Shape));
        using TensorScope scope = TensorScope.Begin();
        var inputs = new Dictionary<string, Tensor>();
        foreach (ValueInfo input in executor.Graph.Inputs)
        {
            inputs[input.Name] = Functions.Cast(Tensor.Full(open.Bind(input, sizes), fill), input.Type);
            types[input.Name] = new TensorType(input.Type, inputs[input.Name].Shape);
        }

        executor.Run(inputs, new RunOptions { Observe = (_, name, tensor) => types[name] = new TensorType(tensor.DType, tensor.Shape), Fuse = false });
        return types;
    }
}
