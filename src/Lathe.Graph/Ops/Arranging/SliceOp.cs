using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Ranges along axes: starts, ends, axes and steps come as inputs.</summary>
internal sealed class SliceOp : OpDefinition
{
    public override string OpType => "Slice";

    public override int MinInputs => 3;

    public override int MaxInputs => 5;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        foreach ((int axis, int start, int count, int step) in Ranges(x.Shape, context.Integers(1)!, context.Integers(2)!, context.Integers(3), context.Integers(4)))
        {
            x = Functions.Slice(x, axis, start, count, step);
        }

        return [ReferenceEquals(x, context.Input(0)) ? Functions.Cast(x, x.DType) : x];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);

    public override void Couple(CouplingContext context)
    {
        string x = context.Input(0)!, y = context.Output();
        Tensors.Shape from = context.Shape(x), to = context.Shape(y);
        TensorData? starts = context.Constant(context.Input(1)!);
        for (int axis = 0; axis < from.Rank; axis++)
        {
            if (from[axis] == to[axis])
            {
                context.Link(x, axis, y, axis);
                continue;
            }

            // Ends are constants: the cut axis keeps its size on both sides.
            context.Pin(x, axis);
            context.Pin(y, axis);
        }

        if (starts is null)
        {
            context.PinAll();
        }
    }

    private static IEnumerable<(int Axis, int Start, int Count, int Step)> Ranges(Tensors.Shape shape, long[] starts, long[] ends, long[]? axes, long[]? steps)
    {
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = shape.Axis(axes is null ? i : (int)axes[i]);
            long size = shape[axis], step = steps is null ? 1 : steps[i];
            if (step == 0)
            {
                throw new InvalidInputException("Slice: a step of 0 never ends. Steps are at least 1 in size.");
            }

            long start = starts[i] < 0 ? starts[i] + size : starts[i], end = ends[i] < 0 ? ends[i] + size : ends[i];
            (start, end) = step > 0 ? (Math.Clamp(start, 0, size), Math.Clamp(end, 0, size)) : (Math.Clamp(start, -1, size - 1), Math.Clamp(end, -1, size - 1));
            long count = Math.Max(0, step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step);
            if (start != 0 || count != size || step != 1)
            {
                yield return (axis, (int)start, (int)count, (int)Math.Clamp(step, -int.MaxValue, int.MaxValue));
            }
        }
    }
}
