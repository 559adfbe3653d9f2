using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Interleaves channel groups (ShuffleNet; Zhang et al. 2018); an internal op that export writes as Reshape, Transpose, Reshape.</summary>
internal sealed class ChannelShuffleOp : OpDefinition
{
    public override string OpType => "ChannelShuffle";

    public override string Domain => "lathe";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int groups = (int)context.Attributes.Int("groups", 2), each = x.Shape[1] / groups;
        Tensor split = Functions.Reshape(x, new Tensors.Shape(x.Shape[0], groups, each, x.Shape[2] * x.Shape[3]));
        return [Functions.Reshape(Functions.Transpose(split, [0, 2, 1, 3]), x.Shape)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);

    public override void Couple(Coupling.CouplingContext context)
    {
        string x = context.Input(0)!, y = context.Output();
        int groups = (int)context.Node.Attributes.Int("groups", 2), each = context.Shape(x)[1] / groups;
        for (int i = 0; i < each; i++)
        {
            for (int group = 0; group < groups; group++)
            {
                context.LinkIndex(x, 1, (group * each) + i, y, 1, (i * groups) + group);
                context.LinkIndex(x, 1, i, x, 1, (group * each) + i);
            }
        }
    }
}
