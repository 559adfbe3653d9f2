using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Linear;

/// <summary>Convolution of x [N, C, ((D,) H,) W] with w [O, C / group, ((Kd,) Kh,) Kw] and bias [O].</summary>
internal sealed class ConvOp : OpDefinition
{
    public override string OpType => "Conv";

    public override int MinInputs => 2;

    public override int MaxInputs => 3;

    public override bool FusesActivation => true;

    public override bool Learns(int input) => input is 1 or 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0), w = context.Input(1);
        if (x.Rank == 5 && w.Rank == 5)
        {
            return [Activate(VolumeConvolution.Forward(context.Node, x, w, context.Optional(2)), context.Activation)];
        }

        return [Functions.Convolution(x, w, context.Optional(2), SpatialAttributes.Convolution(context.Node, x.Shape, w.Shape), context.Activation)];
    }

    public override OpCost Cost(CostContext context)
    {
        Shape w = context.Input(1).Shape;
        return context.Traffic((long)context.Output(0).Shape.Count * w.Product(1, w.Rank), context.Node.Input(2) is null ? 0 : context.Output(0).Shape.Count);
    }

    public override void Couple(CouplingContext context)
    {
        string x = context.Input(0)!, w = context.Input(1)!, y = context.Output();
        int groups = (int)context.Node.Attributes.Int("group", 1);
        Shape weight = context.Shape(w);
        context.Link(w, 0, y, 1);
        if (context.Input(2) is { } bias)
        {
            context.Link(bias, 0, y, 1);
        }

        GroupedChannels.Couple(context, x, w, y, groups, weight[1], weight[0] / groups);
    }

    public override Node Shrink(ShrinkContext context)
    {
        Node node = context.Node;
        bool depthwise = node.Attributes.Int("group", 1) > 1 && context.Kept(node.Inputs[1], 1) == 1;
        return depthwise ? node with { Attributes = node.Attributes.With("group", context.Kept(node.Inputs[0], 1)) } : node;
    }
}
