using Lathe.Graph.Execution;
using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Graph.Readings;

/// <summary>
/// Concrete types of every value, by running the graph once on zeros: the forward functions are the only definition of shapes.
/// </summary>
public static class ShapeInference
{
    /// <summary>The type of every input, parameter and node output for a batch size.</summary>
    public static IReadOnlyDictionary<string, TensorType> Run(ModelGraph graph, int batch = 1)
    {
        bool openLength = graph.Inputs.Any(i => i.Shape is { Length: 2 } shape && shape[1].Value is null);
        try
        {
            return Run(graph, batch, 1);
        }
        catch (InvalidInputException) when (openLength)
        {
            // A sequence of one sample is too short for some networks (padding by reflection, strided windows).
            return Run(graph, batch, 512);
        }
    }

    private static Dictionary<string, TensorType> Run(ModelGraph graph, int batch, int length)
    {
        var types = new Dictionary<string, TensorType>();
        foreach ((string name, TensorData data) in graph.Parameters)
        {
            types[name] = new TensorType(data.Type, data.Shape);
        }

        using TensorScope scope = TensorScope.Begin();
        var inputs = new Dictionary<string, Tensor>();
        foreach (ValueInfo input in graph.Inputs)
        {
            Tensor zeros = Tensor.Zeros(input.Bind(batch, length), input.Type);
            inputs[input.Name] = zeros;
            types[input.Name] = new TensorType(zeros.DType, zeros.Shape);
        }

        using var executor = new GraphExecutor(graph);
        executor.Run(inputs, new RunOptions { Observe = (_, name, tensor) => types[name] = new TensorType(tensor.DType, tensor.Shape), Fuse = false });
        return types;
    }
}
