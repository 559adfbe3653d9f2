using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.Tensors;

namespace Lathe.Pipeline.Verification;

/// <summary>Runs a graph here and in ONNX Runtime on the same inputs and reports the largest differences.</summary>
public static class ModelComparison
{
    // Below this, ONNX Runtime's own sigmoid and exp approximations (absolute error about 1e-7) are all that differs.
    private const double SmallestScale = 1e-3;

    /// <summary>Compares on random inputs (normal for floats, small for integers).</summary>
    /// <param name="graph">The network.</param>
    /// <param name="model">The ONNX bytes ONNX Runtime is to run; exported from the graph when null.</param>
    /// <param name="batch">The size of an open first dimension.</param>
    /// <param name="key">Randomness of the inputs.</param>
    public static ComparisonResult Run(ModelGraph graph, byte[]? model, int batch, RandomKey key)
    {
        using TensorScope scope = TensorScope.Begin();
        Dictionary<string, Tensor> inputs = RandomInputs.Make(graph, batch, key);
        using var executor = new GraphExecutor(graph);
        IReadOnlyDictionary<string, Tensor> ours = executor.Run(inputs);
        using OrtSession session = OrtSession.Open(model ?? OnnxModel.ToBytes(graph));
        var values = inputs.Where(i => session.Inputs.Any(s => s.Name == i.Key)).ToDictionary(i => i.Key, i => ToValue(i.Value));
        IReadOnlyDictionary<string, OrtValue> theirs = session.Run(values);
        var outputs = new List<OutputDifference>();
        foreach (ValueInfo output in graph.Outputs)
        {
            outputs.Add(Compare(output.Name, ours[output.Name], theirs[output.Name]));
        }

        foreach (OrtValue value in values.Values.Concat(theirs.Values))
        {
            value.Dispose();
        }

        return new ComparisonResult(outputs);
    }

    /// <summary>Copies a tensor to a value of ONNX Runtime.</summary>
    public static OrtValue ToValue(Tensor tensor) =>
        OrtValue.FromBytes(tensor.ToBytes(), tensor.DType, Array.ConvertAll(tensor.Shape.Dimensions.ToArray(), d => (long)d));

    private static OutputDifference Compare(string name, Tensor ours, OrtValue theirs)
    {
        if (!ours.Shape.Dimensions.ToArray().Select(d => (long)d).SequenceEqual(theirs.Dimensions))
        {
            throw new InvalidInputException($"Output '{name}' has shape {ours.Shape} here and [{string.Join(", ", theirs.Dimensions)}] in ONNX Runtime.");
        }

        double[] a = Functions.Cast(ours, DType.Float64).ToArray<double>();
        using Tensor other = Tensor.FromBytes(theirs.AsBytes(), ours.Shape, theirs.Type);
        double[] b = Functions.Cast(other, DType.Float64).ToArray<double>();
        double largest = 0, magnitude = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = double.IsNaN(a[i]) && double.IsNaN(b[i]) ? 0 : Math.Abs(a[i] - b[i]);
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            magnitude = Math.Max(magnitude, Math.Abs(b[i]));
        }

        return new OutputDifference(name, largest, largest / Math.Max(magnitude, SmallestScale));
    }
}
