using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Normalization;

/// <summary>Instance normalisation: each channel of each image on its own (Ulyanov et al. 2016).</summary>
internal sealed class InstanceNormalizationOp : OpDefinition
{
    public override string OpType => "InstanceNormalization";

    public override int MinInputs => 3;

    public override int MaxInputs => 3;

    public override bool Learns(int input) => input is 1 or 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        Tensor normal = Functions.LayerNorm(x, null, null, 2, context.Attributes.Float("epsilon", 1e-5f));
        int[] perChannel = [context.Input(1).Count, .. Enumerable.Repeat(1, x.Rank - 2)];
        return [Functions.Add(Functions.Multiply(normal, Functions.Reshape(context.Input(1), new Shape(perChannel))), Functions.Reshape(context.Input(2), new Shape(perChannel)))];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(8);

    public override void Couple(CouplingContext context)
    {
        context.Link(context.Input(0)!, 1, context.Output(), 1);
        context.Link(context.Input(1)!, 0, context.Output(), 1);
        context.Link(context.Input(2)!, 0, context.Output(), 1);
    }
}
