using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantizers;

/// <summary>
/// Uniform codes with a straight-through gradient. Without a step as second input the step follows the largest magnitude of the moment, of each
/// channel of <c>axis</c>. With <c>stochastic</c> training rounds up as often as the fraction says (Gupta et al. 2015).
/// </summary>
internal sealed class StraightQuantizeOp : QuantizerOp
{
    public override string OpType => "StraightQuantize";

    public override int MaxInputs => 2;

    public override bool Learns(int input) => input == 0;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        (int low, int high) = Codes(context.Attributes);
        int axis = (int)context.Attributes.Int("axis", -1);
        Tensor step = context.Optional(1) ?? Steps(x, axis, high);
        bool stochastic = context.Training && context.Attributes.Int("stochastic", 0) != 0;
        return [Functions.StraightQuantize(stochastic ? Functions.Add(x, Noise(context, x, step, axis)) : x, step, low, high, Math.Max(0, axis), KeepsZeros(context.Attributes))];
    }

    public override QuantizerGrid Grid(Node node, Func<string, TensorData> constant)
    {
        (int low, int high) = Codes(node.Attributes);
        int axis = (int)node.Attributes.Int("axis", -1);
        float[] steps = node.Input(1) is { } step ? constant(step).ToFloats() : Steps(constant(node.Inputs[0]).ToFloats(), constant(node.Inputs[0]).Shape, axis, high);
        return new QuantizerGrid(steps, low, high, Math.Max(0, axis));
    }

    private static Tensor Steps(Tensor x, int axis, int high)
    {
        float[] steps = Steps(x.ToArray<float>(), x.Shape, axis, high);
        return Tensor.From<float>(steps, new Shape(steps.Length));
    }

    private static float[] Steps(float[] values, Shape shape, int axis, int high) =>
        Array.ConvertAll(ChannelMagnitudes.Largest(values, shape, axis), most => Math.Max(most / high, LeastStep));

    // round(v + u - 1/2) rounds up with the probability of v's fraction. Zeros get no noise: they may be a pattern.
    private static Tensor Noise(ForwardContext context, Tensor x, Tensor step, int axis)
    {
        float[] noise = new float[x.Count], values = x.ToArray<float>();
        context.Key.FillUniform(noise, -0.5f, 0.5f);
        ReadOnlySpan<float> steps = step.AsSpan<float>();
        int inner = steps.Length == 1 ? Math.Max(1, x.Count) : x.Shape.Product(Math.Max(0, axis) + 1, x.Rank);
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = values[i] == 0 ? 0 : noise[i] * steps[i / inner % steps.Length];
        }

        return Tensor.From<float>(noise, x.Shape);
    }
}
