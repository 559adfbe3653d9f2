using Lathe.Graph.Execution;
using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Graph.Readings;

/// <summary>
/// Concrete types of every value, by running the graph once on zeros: the forward functions are the only definition of shapes.
/// </summary>
public static class ShapeInference
{
    private static readonly int[] s_lengths = [1, 64, 512];

    /// <summary>The type of every input, parameter and node output for a batch size.</summary>
    public static IReadOnlyDictionary<string, TensorType> Run(ModelGraph graph, int batch = 1) => WithBodies(graph, batch).Types;

    /// <summary>The types, and the work of the bodies that ran, by the node that holds them.</summary>
    internal static (IReadOnlyDictionary<string, TensorType> Types, IReadOnlyDictionary<string, OpCost> Bodies) WithBodies(ModelGraph graph, int batch)
    {
        OpenDimensions open = OpenDimensions.Of(graph);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return Run(graph, open, [.. Enumerable.Range(0, open.Symbols.Count).Select(s => open.IsBatch(s) ? batch : s_lengths[attempt])]);
            }
            catch (InvalidInputException) when (open.HasLengths && attempt + 1 < s_lengths.Length)
            {
                // Too short for some networks (padding by reflection, strided windows): the next length decides.
            }
        }
    }

    private static (Dictionary<string, TensorType> Types, Dictionary<string, OpCost> Bodies) Run(ModelGraph graph, OpenDimensions open, int[] sizes)
    {
        var bodies = new Dictionary<string, OpCost>();
        var types = new Dictionary<string, TensorType>();
        foreach ((string name, TensorData data) in graph.Parameters)
        {
            types[name] = new TensorType(data.Type, data.Shape);
        }

        using TensorScope scope = TensorScope.Begin();
        var inputs = new Dictionary<string, Tensor>();
        foreach (ValueInfo input in graph.Inputs)
        {
            Tensor zeros = Tensor.Zeros(open.Bind(input, sizes), input.Type);
            inputs[input.Name] = zeros;
            types[input.Name] = new TensorType(zeros.DType, zeros.Shape);
        }

        using var executor = new GraphExecutor(graph);
        executor.Run(inputs, new RunOptions
        {
            Observe = (_, name, tensor) => types[name] = new TensorType(tensor.DType, tensor.Shape),
            BodyCost = (node, cost) => bodies[node.Name] = bodies.GetValueOrDefault(node.Name) + cost,
            Fuse = false,
        });
        return (types, bodies);
    }
}
