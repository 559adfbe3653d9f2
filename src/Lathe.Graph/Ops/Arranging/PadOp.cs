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

    public override void Couple(Coupling.CouplingContext context)
    {
        Tensors.Shape from = context.Shape(context.Input(0)!), to = context.Shape(context.Output());
        for (int axis = 0; axis < from.Rank; axis++)
        {
            if (from[axis] == to[axis])
            {
                context.Link(context.Input(0)!, axis, context.Output(), axis);
            }
            else
            {
                context.Pin(context.Input(0)!, axis);
            }
        }
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
