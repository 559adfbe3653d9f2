using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Cuts along an axis, into given sizes or equal parts.</summary>
internal sealed class SplitOp : OpDefinition
{
    public override string OpType => "Split";

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int axis = x.Shape.Axis((int)context.Attributes.Int("axis", 0));
        return Functions.Split(x, axis, Sizes(x.Shape[axis], context.Integers(1), context.Node.Outputs.Length));
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);

    public override void Couple(CouplingContext context)
    {
        string x = context.Input(0)!;
        int cut = context.Shape(x).Axis((int)context.Node.Attributes.Int("axis", 0));
        int start = 0;
        foreach (string output in context.Node.Outputs)
        {
            for (int axis = 0; axis < context.Shape(output).Rank; axis++)
            {
                context.LinkRange(output, axis, 0, x, axis, axis == cut ? start : 0, context.Shape(output)[axis]);
            }

            start += context.Shape(output)[cut];
        }

        if (context.Input(1) is null)
        {
            // Equal parts stay equal only if nothing is cut.
            context.Pin(x, cut);
        }
    }

    public override Node Shrink(ShrinkContext context)
    {
        Node node = context.Node;
        if (node.Input(1) is { } sizes && context.Constant(sizes) is { } constant)
        {
            int axis = (int)node.Attributes.Int("axis", 0);
            long[] kept = new long[constant.Count];
            for (int i = 0; i < kept.Length; i++)
            {
                kept[i] = context.Kept(node.Outputs[i], axis);
            }

            context.SetConstant(1, TensorData.Integers(kept));
        }

        return node;
    }

    private static int[] Sizes(int total, long[]? given, int parts)
    {
        if (given is not null)
        {
            return Array.ConvertAll(given, s => checked((int)s));
        }

        int each = (total + parts - 1) / parts;
        return [.. Enumerable.Range(0, parts).Select(i => Math.Max(0, Math.Min(each, total - (i * each))))];
    }
}
