using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Normalization;

/// <summary>Group normalisation (Wu and He 2018) of opset 18 and 21; scale and bias are one for each channel, or one for each group.</summary>
internal sealed class GroupNormalizationOp : OpDefinition
{
    public override string OpType => "GroupNormalization";

    public override int MinInputs => 3;

    public override int MaxInputs => 3;

    public override bool Learns(int input) => input is 1 or 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = Floating.Of(context.Input(0));
        int groups = Groups(context.Node), channels = x.Rank > 1 ? x.Shape[1] : 0;
        if (groups < 1 || x.Rank < 2 || channels % groups != 0)
        {
            throw new InvalidInputException($"{context.Node.Describe()}: the channels of {x} do not divide into {groups} groups.");
        }

        Tensor rows = Functions.Reshape(x, new Shape(x.Shape[0], groups, channels / groups * x.Shape.Product(2, x.Rank)));
        Tensor normal = Functions.Reshape(Functions.LayerNorm(rows, null, null, 2, context.Attributes.Float("epsilon", 1e-5f)), x.Shape);
        Tensor y = Functions.Add(Functions.Multiply(normal, PerChannel(context, 1, x)), PerChannel(context, 2, x));
        return [Floating.Back(y, context.Input(0).DType)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(8);

    public override void Couple(CouplingContext context)
    {
        string x = context.Input(0)!, y = context.Output();
        int groups = Groups(context.Node), size = context.Shape(x)[1] / groups;
        for (int axis = 0; axis < context.Shape(x).Rank; axis++)
        {
            context.Link(x, axis, y, axis);
        }

        // Groups stay of one size: the same place in each goes together.
        for (int group = 1; group < groups; group++)
        {
            context.LinkRange(y, 1, 0, y, 1, group * size, size);
        }

        for (int i = 1; i < 3 && context.Shape(context.Input(1)!)[0] == groups * size; i++)
        {
            context.Link(context.Input(i)!, 0, y, 1);
        }
    }

    private static int Groups(Node node) => (int)node.Attributes.Int("num_groups", 1);

    private static Tensor PerChannel(ForwardContext context, int input, Tensor x)
    {
        int groups = Groups(context.Node), channels = x.Shape[1];
        Tensor values = Floating.Of(context.Input(input));
        if (values.Count == groups && groups != channels)
        {
            values = Functions.Expand(Functions.Reshape(values, new Shape(groups, 1)), new Shape(groups, channels / groups));
        }

        int[] shape = [channels, .. Enumerable.Repeat(1, x.Rank - 2)];
        return Functions.Reshape(values, new Shape(shape));
    }
}
