using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantizers;

/// <summary>The identity, whose gradient has few bits (DoReFa-Net; Zhou et al. 2016).</summary>
internal sealed class QuantizeGradientOp : QuantizerOp
{
    public override string OpType => "QuantizeGradient";

    public override bool Learns(int input) => false;

    public override Tensor[] Forward(ForwardContext context) => [Functions.QuantizeGradient(context.Input(0), (int)context.Attributes.Int("bits", 8), context.Key)];

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);
}
