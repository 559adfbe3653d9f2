using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Output dimension i is input dimension perm[i]; reversed when absent.</summary>
internal sealed class TransposeOp : OpDefinition
{
    public override string OpType => "Transpose";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        return [Functions.Transpose(x, Order(context.Attributes, x.Rank))];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);

    public override void Couple(CouplingContext context)
    {
        string x = context.Input(0)!;
        int[] order = Order(context.Node.Attributes, context.Shape(x).Rank);
        for (int i = 0; i < order.Length; i++)
        {
            context.Link(x, order[i], context.Output(), i);
        }
    }

    private static int[] Order(AttributeMap attributes, int rank) =>
        attributes.Ints("perm") is { } given ? Array.ConvertAll(given, p => (int)p) : [.. Enumerable.Range(0, rank).Reverse()];
}
