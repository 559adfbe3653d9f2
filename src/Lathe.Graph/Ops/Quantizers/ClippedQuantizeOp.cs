using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantizers;

/// <summary>Codes up to a learned clipping limit (PACT; Choi et al. 2018).</summary>
internal sealed class ClippedQuantizeOp : QuantizerOp
{
    public override string OpType => "ClippedQuantize";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        (int low, int high) = Codes(context.Attributes);
        Hold(context, context.Input(1), LeastStep, float.PositiveInfinity);
        return [Functions.ClippedQuantize(context.Input(0), context.Input(1), low, high)];
    }

    public override QuantizerGrid Grid(Node node, Func<string, TensorData> constant)
    {
        (int low, int high) = Codes(node.Attributes);
        return new QuantizerGrid([constant(node.Inputs[1]).ToFloats()[0] / high], low, high, 0);
    }
}
