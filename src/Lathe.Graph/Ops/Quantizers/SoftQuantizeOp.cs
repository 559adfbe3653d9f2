using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantizers;

/// <summary>Differentiable soft quantization (DSQ; Gong et al. 2019) with a learned limit and a learned softness; values are rounded unless <c>hard</c> is 0.</summary>
internal sealed class SoftQuantizeOp : QuantizerOp
{
    private const float LeastSoftness = 0.02f;
    private const float MostSoftness = 0.5f;

    public override string OpType => "SoftQuantize";

    public override int MinInputs => 3;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        (int low, int high) = Codes(context.Attributes);
        Hold(context, context.Input(1), LeastStep, float.PositiveInfinity);
        Hold(context, context.Input(2), LeastSoftness, MostSoftness);
        bool hard = !context.Training || context.Attributes.Int("hard", 1) != 0;
        return [Functions.SoftQuantize(context.Input(0), context.Input(1), context.Input(2), low, high, hard, KeepsZeros(context.Attributes))];
    }

    public override QuantizerGrid Grid(Node node, Func<string, TensorData> constant)
    {
        (int low, int high) = Codes(node.Attributes);
        return new QuantizerGrid([constant(node.Inputs[1]).ToFloats()[0] / high], low, high, 0);
    }
}
