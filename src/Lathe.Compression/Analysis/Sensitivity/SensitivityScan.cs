using Lathe.Compression.Quantization;
using Lathe.Compression.Quantization.Training;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Analysis.Sensitivity;

/// <summary>Treats one layer at a time, the others as they are, and evaluates.</summary>
internal sealed class SensitivityScan : IDisposable
{
    private readonly ModelGraph _graph;
    private readonly DataSplit _data;
    private readonly GraphExecutor _executor;
    private readonly (double Loss, double Accuracy) _before;

    public SensitivityScan(ModelGraph graph, DataSplit data)
    {
        (_graph, _data, _executor) = (graph, data, new GraphExecutor(graph));
        _before = Evaluator.Validate(_executor, data);
    }

    /// <summary>Accuracy of the network as it is.</summary>
    public double Accuracy => _before.Accuracy;

    /// <summary>The smallest weights of a layer become zero.</summary>
    public LayerSensitivity Sparse(Node layer, double share) => TryWeight(layer, SensitivityKind.Sparsity, share, (data, _) => WithoutSmallest(data, share));

    /// <summary>A layer's weights get few bits, with the steps of least error.</summary>
    public LayerSensitivity Weights(Node layer, int bits) => TryWeight(layer, SensitivityKind.WeightBits, bits, (data, axis) => Rounded(data, axis, bits));

    /// <summary>The activations a layer reads get few bits.</summary>
    public LayerSensitivity Activations(Node layer, int bits, RangeHistogram range)
    {
        (int low, int high) = new ActivationSite(layer.Inputs[0], bits, range, []).Codes;
        float step = StepSearch.OfRange(range, low, high);
        string value = layer.Inputs[0];
        Tensor Round(Tensor tensor) => Functions.FakeQuantize(tensor, [step], [0], low, high);
        var run = new RunOptions { Input = (name, tensor) => name == value ? Round(tensor) : tensor, Transform = (_, name, tensor) => name == value ? Round(tensor) : tensor, Watched = new HashSet<string> { value } };
        return Judge(layer, SensitivityKind.ActivationBits, bits, run);
    }

    /// <inheritdoc/>
    public void Dispose() => _executor.Dispose();

    /// <summary>A weight without its smallest elements.</summary>
    internal static float[] WithoutSmallest(TensorData data, double share)
    {
        float[] values = data.ToFloats();
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => Math.Abs(values[i])).ThenBy(i => i).Take((int)Math.Round(share * values.Length))];
        Array.ForEach(order, i => values[i] = 0);
        return values;
    }

    /// <summary>A weight on the grid of a number of bits.</summary>
    internal static float[] Rounded(TensorData data, int axis, int bits)
    {
        int high = Math.Max(1, (1 << (bits - 1)) - 1);
        float[] values = data.ToFloats(), steps = StepSearch.OfWeights(values, data.Shape, axis, -high, high);
        int inner = data.Shape.Product(axis + 1, data.Shape.Rank);
        return [.. values.Select((v, i) => (float)Math.Clamp(Math.Round(v / steps[i / inner % steps.Length]), -high, high) * steps[i / inner % steps.Length])];
    }

    private LayerSensitivity TryWeight(Node layer, SensitivityKind kind, double setting, Func<TensorData, int, float[]> treat)
    {
        var treated = QuantizableLayers.Weights(layer).Select(i => layer.Inputs[i]).Where(_graph.Parameters.ContainsKey).Distinct()
            .ToDictionary(w => w, w => Tensor.From<float>(treat(_graph.Parameters[w], QuantizableLayers.Axis(layer, _graph.Parameters[w])), _graph.Parameters[w].Shape).Outlive());
        LayerSensitivity result = Judge(layer, kind, setting, new RunOptions { Parameter = (name, tensor) => treated.GetValueOrDefault(name) ?? tensor });
        foreach (Tensor tensor in treated.Values)
        {
            tensor.Dispose();
        }

        return result;
    }

    private LayerSensitivity Judge(Node layer, SensitivityKind kind, double setting, RunOptions run)
    {
        (double loss, double accuracy) = Evaluator.Validate(_executor, _data, run: run);
        string weight = layer.Inputs[QuantizableLayers.Weights(layer)[0]];
        return new LayerSensitivity(layer.Name, weight, kind, setting, accuracy, _before.Accuracy - accuracy, loss - _before.Loss);
    }
}
