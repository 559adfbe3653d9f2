using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantizers;

/// <summary>Uniform codes with a learned step (LSQ; Esser et al. 2020), of weights (<c>weight</c> 1) or of activations.</summary>
internal sealed class LearnedStepQuantizeOp : QuantizerOp
{
    public override string OpType => "LearnedStepQuantize";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0), step = context.Input(1);
        (int low, int high) = Codes(context.Attributes);
        Hold(context, step, LeastStep, float.PositiveInfinity);
        int shared = context.Attributes.Int("weight", 0) != 0 ? step.Count : Math.Max(1, x.Shape[0]);
        return [Functions.LearnedStepQuantize(x, step, low, high, x.Count / Math.Max(1, shared), (int)context.Attributes.Int("axis", 0), KeepsZeros(context.Attributes))];
    }

    public override QuantizerGrid Grid(Node node, Func<string, TensorData> constant)
    {
        (int low, int high) = Codes(node.Attributes);
        return new QuantizerGrid(constant(node.Inputs[1]).ToFloats(), low, high, (int)node.Attributes.Int("axis", 0));
    }
}
