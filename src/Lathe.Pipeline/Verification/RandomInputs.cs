using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;
using Lathe.Tensors;

namespace Lathe.Pipeline.Verification;

/// <summary>Random inputs that fit a graph.</summary>
public static class RandomInputs
{
    /// <summary>Normal numbers for floats, zeros and ones for everything else; shapes as the graph's own inference binds them.</summary>
    public static Dictionary<string, Tensor> Make(ModelGraph graph, int batch, RandomKey key)
    {
        IReadOnlyDictionary<string, TensorType> types = ShapeInference.Run(graph, batch);
        var inputs = new Dictionary<string, Tensor>();
        foreach (ValueInfo input in graph.Inputs)
        {
            Shape shape = types[input.Name].Shape;
            float[] values = new float[shape.Count];
            if (input.Type.IsFloating())
            {
                key.Fold(input.Name).FillNormal(values);
            }
            else
            {
                key.Fold(input.Name).FillUniform(values, 0, 2);
            }

            inputs[input.Name] = Functions.Cast(Tensor.From<float>(values, shape), input.Type);
        }

        return inputs;
    }
}
