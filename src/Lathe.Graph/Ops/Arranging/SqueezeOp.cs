using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Drops or inserts dimensions of 1; axes come as an input.</summary>
internal sealed class SqueezeOp(string opType, bool insert) : OpDefinition
{
    public override string OpType => opType;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        long[]? axes = context.Integers(1) ?? context.Attributes.Ints("axes");
        return [Functions.Reshape(x, insert ? Insert(x.Shape, axes ?? []) : Drop(context.Node, x.Shape, axes))];
    }

    public override OpCost Cost(CostContext context) => default;

    public override void Couple(CouplingContext context) => ReshapeCoupling.Couple(context, context.Input(0)!, context.Output());

    private static Tensors.Shape Drop(Node node, Tensors.Shape shape, long[]? axes)
    {
        var drop = new HashSet<int>(axes is null ? Enumerable.Range(0, shape.Rank).Where(i => shape[i] == 1) : axes.Select(a => shape.Axis((int)a)));
        if (drop.Any(a => shape[a] != 1))
        {
            throw new InvalidInputException($"{node.Describe()}: axes [{string.Join(", ", drop)}] of {shape} are not all 1 and cannot be dropped.");
        }

        return new Tensors.Shape(Enumerable.Range(0, shape.Rank).Where(i => !drop.Contains(i)).Select(i => shape[i]).ToArray());
    }

    private static Tensors.Shape Insert(Tensors.Shape shape, long[] axes)
    {
        int rank = shape.Rank + axes.Length;
        var ones = new HashSet<long>(axes.Select(a => a < 0 ? a + rank : a));
        var source = new Queue<int>(shape.Dimensions.ToArray());
        return new Tensors.Shape(Enumerable.Range(0, rank).Select(i => ones.Contains(i) ? 1 : source.Dequeue()).ToArray());
    }
}
