using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization;

/// <summary>
/// Quantization-aware training (Jacob et al. 2018; Krishnamoorthi 2018): the network sees its input, weights, biases and
/// activations as codes will hold them, and gradients pass straight through. The arithmetic is that of <see cref="QdqWriter"/>:
/// what is trained is what is deployed.
/// </summary>
/// <remarks>
/// Batch normalisation stays a node while training. A folded weight is <c>w gamma / sigma</c>, one factor per output channel, and
/// a channel's scale is its largest magnitude over the largest code: the factor moves through the rounding unchanged, so
/// quantizing <c>w</c> and normalising is quantizing the folded weight. With frozen statistics the folded bias is rounded as well.
/// </remarks>
public sealed class FakeQuantizer
{
    private readonly Dictionary<string, ActivationScale> _scales;
    private readonly HashSet<string> _watched;
    private readonly Dictionary<string, (int Axis, int Limit)> _weights = [];
    private readonly Dictionary<string, FoldedBias> _biases = [];
    private readonly Dictionary<string, float[]> _steps = [];
    private readonly Dictionary<string, Tensor> _gammas = [];

    /// <summary>Prepares the hooks of a graph.</summary>
    /// <param name="trained">The network that is trained, with or without batch normalisation.</param>
    /// <param name="plan">The plan of its folded form.</param>
    /// <param name="scales">Scales of the planned values; others are not used.</param>
    /// <param name="weightLimit">Largest weight code of integer layers.</param>
    public FakeQuantizer(ModelGraph trained, QuantizationPlan plan, IReadOnlyDictionary<string, ActivationScale> scales, int weightLimit)
    {
        _scales = plan.Values.ToDictionary(v => v, v => scales[v]);
        _watched = [.. plan.Values];
        var index = new GraphIndex(trained);
        foreach (Node layer in plan.WeightOnly)
        {
            _weights[layer.Inputs[1]] = (WeightQuantizer.ChannelAxis(layer, trained.Parameters[layer.Inputs[1]]), WeightQuantizer.FullLimit);
        }

        foreach (Node layer in plan.Layers)
        {
            _weights[layer.Inputs[1]] = (WeightQuantizer.ChannelAxis(layer, trained.Parameters[layer.Inputs[1]]), weightLimit);
            if (FoldedBias.Of(trained.Nodes.First(n => n.Name == layer.Name), trained, index, scales[layer.Inputs[0]].Scale) is { } bias)
            {
                _biases[bias.Name] = bias;
            }
        }
    }

    /// <summary>The hooks, for runs and training.</summary>
    public RunOptions Hooks => new() { Input = Input, Transform = Activation, Parameter = Parameter, Watched = _watched };

    /// <summary>Changes a graph input to what its codes hold.</summary>
    public Tensor Input(string name, Tensor tensor) => _scales.TryGetValue(name, out ActivationScale scale) && tensor.DType == DType.Float32
        ? Functions.FakeQuantize(tensor, [scale.Scale], [scale.Zero], 0, 255)
        : tensor;

    /// <summary>Changes a node's output to what its codes hold.</summary>
    public Tensor Activation(Node node, string value, Tensor tensor)
    {
        Tensor quantized = Input(value, tensor);
        if (!ReferenceEquals(quantized, tensor))
        {
            tensor.Dispose();
        }

        return quantized;
    }

    /// <summary>Changes a parameter to what its codes hold; scales follow the weight of the moment.</summary>
    public Tensor Parameter(string name, Tensor value)
    {
        if (_weights.TryGetValue(name, out (int Axis, int Limit) weight))
        {
            float[] steps = _steps[name] = WeightQuantizer.Scales(value.AsSpan<float>(), value.Shape, weight.Axis, weight.Limit);
            return Functions.FakeQuantize(value, steps, new int[steps.Length], -weight.Limit, weight.Limit, weight.Axis);
        }

        if (_biases.TryGetValue(name, out FoldedBias? bias))
        {
            return bias.Quantize(value, _steps[bias.Weight], bias.Gamma is null ? null : _gammas[bias.Gamma]);
        }

        // A normalisation reads its scale before its shift, and its layer has read the weight before both.
        _gammas[name] = value;
        return value;
    }
}
