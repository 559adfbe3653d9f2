using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization;

/// <summary>
/// The bias an integer layer will have, rounded to its 32-bit codes (step: input step times weight step) while it is still a
/// layer's own or the shift of a frozen normalisation behind it: <c>b = beta - mean gamma / sigma</c>.
/// </summary>
internal sealed class FoldedBias
{
    private readonly float _inputStep;
    private readonly float[]? _mean;
    private readonly float[]? _deviation;

    private FoldedBias(string name, string weight, float inputStep, Node? normalisation, ModelGraph graph)
    {
        (Name, Weight, _inputStep, Gamma) = (name, weight, inputStep, normalisation?.Inputs[1]);
        if (normalisation is not null)
        {
            double epsilon = normalisation.Attributes.Float("epsilon", 1e-5f);
            _mean = graph.Parameters[normalisation.Inputs[3]].ToFloats();
            _deviation = Array.ConvertAll(graph.Parameters[normalisation.Inputs[4]].ToFloats(), v => (float)Math.Sqrt(v + epsilon));
        }
    }

    /// <summary>The parameter that is rounded: the layer's bias or the normalisation's shift.</summary>
    public string Name { get; }

    /// <summary>The layer's weight.</summary>
    public string Weight { get; }

    /// <summary>The normalisation's scale, or null.</summary>
    public string? Gamma { get; }

    /// <summary>The bias of a layer, or null when there is none yet, or its statistics still move.</summary>
    public static FoldedBias? Of(Node layer, ModelGraph graph, GraphIndex index, float inputStep)
    {
        bool learned = layer.Input(2) is { } own && ParameterStore.LearnedNames(graph).Contains(own);
        if (index.SingleConsumer(layer.Outputs[0]) is { OpType: "BatchNormalization", Domain: "" } normalisation)
        {
            bool frozen = normalisation.Attributes.Int("frozen", 0) != 0 && layer.Input(2) is null && normalisation.Inputs.Skip(1).All(graph.Parameters.ContainsKey);
            return frozen ? new FoldedBias(normalisation.Inputs[2], layer.Inputs[1], inputStep, normalisation, graph) : null;
        }

        return learned ? new FoldedBias(layer.Inputs[2], layer.Inputs[1], inputStep, null, graph) : null;
    }

    /// <summary>The parameter as it must be for the folded bias to be a code.</summary>
    public Tensor Quantize(Tensor value, float[] weightSteps, Tensor? gamma)
    {
        int count = value.Count;
        if (gamma is null || _mean is null || _deviation is null)
        {
            float[] plain = weightSteps.Length == count ? Array.ConvertAll(weightSteps, s => s * _inputStep) : [weightSteps[0] * _inputStep];
            return Functions.FakeQuantize(value, plain, new int[plain.Length], int.MinValue, int.MaxValue);
        }

        ReadOnlySpan<float> gammas = gamma.AsSpan<float>();
        float[] steps = new float[count], moved = new float[count];
        for (int c = 0; c < count; c++)
        {
            float factor = gammas[c] / _deviation[c];
            steps[c] = Math.Max(Math.Abs(factor) * weightSteps[c], WeightQuantizer.LeastStep) * _inputStep;
            moved[c] = _mean[c] * factor;
        }

        Tensor offset = Tensor.From<float>(moved, value.Shape);
        return Functions.Add(Functions.FakeQuantize(Functions.Subtract(value, offset), steps, new int[count], int.MinValue, int.MaxValue), offset);
    }
}
