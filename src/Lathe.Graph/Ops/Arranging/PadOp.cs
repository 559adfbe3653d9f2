using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Adds elements around: constant, reflect, edge or wrap.</summary>
internal sealed class PadOp : OpDefinition
{
    public override string OpType => "Pad";

    public override int MinInputs => 2;

    public override int MaxInputs => 4;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        long[] pads = context.Integers(1)!;
        long[] axes = context.Integers(3) ?? [.. Enumerable.Range(0, x.Rank).Select(i => (long)i)];
        int[] before = new int[x.Rank], after = new int[x.Rank];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = x.Shape.Axis((int)axes[i]);
            (before[axis], after[axis]) = (checked((int)pads[i]), checked((int)pads[i + axes.Length]));
        }

        string mode = context.Attributes.Text("mode", "constant");
        return [mode == "constant" ? Functions.Pad(x, before, after, context.Optional(2)?.ToBytes()) : Mirror(x, before, after, mode)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);

    public override void Couple(CouplingContext context)
    {
        string x = context.Input(0)!, y = context.Output();
        Tensors.Shape from = context.Shape(x), to = context.Shape(y);
        TensorData? pads = context.Constant(context.Input(1)!);
        bool plain = pads is not null && pads.Count == 2 * from.Rank && context.Node.Attributes.Text("mode", "constant") == "constant";
        for (int axis = 0; axis < from.Rank; axis++)
        {
            if (from[axis] == to[axis])
            {
                context.Link(x, axis, y, axis);
            }
            else if (plain && to[axis] > from[axis])
            {
                // Channels padded onto a shortcut: the old ones keep their place behind the new.
                context.LinkRange(x, axis, 0, y, axis, (int)pads!.ToIntegers()[axis], from[axis]);
            }
            else
            {
                context.Pin(x, axis);
                context.Pin(y, axis);
            }
        }
    }

    public override Node Shrink(ShrinkContext context)
    {
        Node node = context.Node;
        if (context.Constant(node.Inputs[1]) is { } constant)
        {
            long[] pads = constant.ToIntegers();
            int rank = pads.Length / 2;
            for (int axis = 0; axis < rank; axis++)
            {
                if (pads[axis] >= 0 && pads[axis + rank] >= 0)
                {
                    int end = context.Size(node.Outputs[0], axis) - (int)pads[axis + rank];
                    (pads[axis], pads[axis + rank]) = (context.Kept(node.Outputs[0], axis, 0, (int)pads[axis]), context.Kept(node.Outputs[0], axis, end, (int)pads[axis + rank]));
                }
            }

            context.SetConstant(1, TensorData.Integers(pads));
        }

        return node;
    }

    private static Tensor Mirror(Tensor x, int[] before, int[] after, string mode)
    {
        for (int axis = 0; axis < before.Length; axis++)
        {
            int size = x.Shape[axis];
            if (before[axis] == 0 && after[axis] == 0)
            {
                continue;
            }

            long[] places = [.. Enumerable.Range(-before[axis], size + before[axis] + after[axis]).Select(i => (long)Source(i, size, mode))];
            x = Functions.Gather(x, Tensor.From<long>(places, new Tensors.Shape(places.Length)), axis);
        }

        return x;
    }

    private static int Source(int index, int size, string mode) => mode switch
    {
        "edge" => Math.Clamp(index, 0, size - 1),
        "wrap" => ((index % size) + size) % size,
        _ => Reflect(index, size),
    };

    private static int Reflect(int index, int size)
    {
        int period = Math.Max(1, 2 * (size - 1));
        index = ((index % period) + period) % period;
        return index < size ? index : period - index;
    }
}
