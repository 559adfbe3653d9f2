using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization;

/// <summary>
/// Quantization-aware training (Jacob et al. 2018): the network sees its weights and activations as codes will hold them, and
/// gradients pass straight through. The arithmetic is that of <see cref="QdqWriter"/>: what is trained is what is deployed.
/// </summary>
public sealed class FakeQuantizer(ModelGraph prepared, QuantizationPlan plan, IReadOnlyDictionary<string, ActivationScale> scales, int weightLimit)
{
    private readonly Dictionary<string, int> _weights = plan.Layers.ToDictionary(l => l.Inputs[1], l => WeightQuantizer.ChannelAxis(l, prepared.Parameters[l.Inputs[1]]));

    /// <summary>Changes a node's output to what its codes hold.</summary>
    public Tensor Activation(Node node, string value, Tensor tensor) => scales.TryGetValue(value, out ActivationScale scale)
        ? Replace(tensor, Functions.FakeQuantize(tensor, [scale.Scale], [scale.Zero], 0, 255))
        : tensor;

    /// <summary>Changes a parameter to what its codes hold; its scales follow the weight of the moment.</summary>
    public Tensor Weight(string name, Tensor weight)
    {
        if (!_weights.TryGetValue(name, out int axis))
        {
            return weight;
        }

        float[] steps = WeightQuantizer.Scales(weight.AsSpan<float>(), weight.Shape, axis, weightLimit);
        return Functions.FakeQuantize(weight, steps, new int[steps.Length], -weightLimit, weightLimit, axis);
    }

    private static Tensor Replace(Tensor before, Tensor after)
    {
        before.Dispose();
        return after;
    }
}
