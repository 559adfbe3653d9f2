using Lathe.Tensors.Autograd;

namespace Lathe.Tensors;

/// <content>Concatenating and slicing.</content>
public static unsafe partial class Functions
{
    /// <summary>Joins tensors of one type along an axis; all other dimensions must be equal.</summary>
    public static Tensor Concat(ReadOnlySpan<Tensor> inputs, int axis)
    {
        Tensor first = inputs[0];
        axis = first.Shape.Axis(axis);
        int total = 0;
        bool channelsLast = axis == 1;
        foreach (Tensor input in inputs)
        {
            if (input.Rank != first.Rank || input.DType != first.DType || input.Shape.With(axis, 0) != first.Shape.With(axis, 0))
            {
                throw new ShapeException($"Concat along axis {axis} of {first.Describe()} and {input.Describe()}: types and all other dimensions must be equal.");
            }

            total += input.Shape[axis];
            channelsLast &= input.Layout == MemoryLayout.ChannelsLast;
        }

        Tensor y = ConcatRaw(inputs, axis, first.Shape.With(axis, total), channelsLast);
        if (GradientTape.Wants(inputs!))
        {
            int[] sizes = new int[inputs.Length];
            for (int i = 0; i < sizes.Length; i++)
            {
                sizes[i] = inputs[i].Shape[axis];
            }

            GradientTape.Record(new ConcatNode(sizes, axis), inputs!, y);
        }

        return y;
    }

    /// <summary>Elements start, start + step, ... (count of them) along one axis; step may be negative.</summary>
    public static Tensor Slice(Tensor x, int axis, int start, int count, int step = 1)
    {
        axis = x.Shape.Axis(axis);
        int last = start + ((count - 1) * step);
        if (count < 0 || step == 0 || (count > 0 && (start < 0 || start >= x.Shape[axis] || last < 0 || last >= x.Shape[axis])))
        {
            throw new ShapeException($"Slice of {x.Describe()} along axis {axis}: {count} elements from {start} by {step} lie outside 0..{x.Shape[axis] - 1}.");
        }

        Tensor y = SliceRaw(x, axis, start, count, step);
        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new SliceNode(x.Shape, x.Layout, axis, start, step), [x], y);
        }

        return y;
    }

    /// <summary>Cuts along an axis into pieces of the given sizes.</summary>
    public static Tensor[] Split(Tensor x, int axis, ReadOnlySpan<int> sizes)
    {
        var pieces = new Tensor[sizes.Length];
        int start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            pieces[i] = Slice(x, axis, start, sizes[i]);
            start += sizes[i];
        }

        return start == x.Shape[axis] ? pieces : throw new ShapeException($"Split of {x.Describe()} along axis {axis} into [{string.Join(", ", sizes.ToArray())}]: sizes sum to {start}, not {x.Shape[axis]}.");
    }

    internal static Tensor SliceRaw(Tensor x, int axis, int start, int count, int step)
    {
        bool channels = x.Layout == MemoryLayout.ChannelsLast && axis == 1;
        using Tensor input = channels ? x.Retain() : RowMajor(x);
        Tensor y = Tensor.Empty(x.Shape.With(axis, count), x.DType, channels ? MemoryLayout.ChannelsLast : MemoryLayout.RowMajor);
        (int outer, int size, int inner) = channels
            ? (x.Shape[0] * x.Shape.Product(2, x.Rank), x.Shape[1], 1)
            : (x.Shape.Product(0, axis), x.Shape[axis], x.Shape.Product(axis + 1, x.Rank));
        Strips.Gather(input.Pointer, y.Pointer, outer, size, count, start, step, (long)inner * x.DType.Size());
        return y;
    }

    private static Tensor ConcatRaw(ReadOnlySpan<Tensor> inputs, int axis, Shape shape, bool channelsLast)
    {
        Tensor y = Tensor.Empty(shape, inputs[0].DType, channelsLast ? MemoryLayout.ChannelsLast : MemoryLayout.RowMajor);
        int elementSize = y.DType.Size();
        (int outer, int inner) = channelsLast
            ? (shape[0] * shape.Product(2, shape.Rank), 1)
            : (shape.Product(0, axis), shape.Product(axis + 1, shape.Rank));
        int start = 0;
        foreach (Tensor input in inputs)
        {
            using Tensor arranged = channelsLast ? input.Retain() : RowMajor(input);
            int size = input.Shape[axis];
            Strips.Scatter(arranged.Pointer, y.Pointer, outer, shape[axis], size, start, 1, (long)inner * elementSize);
            start += size;
        }

        return y;
    }

    private sealed class ConcatNode(int[] sizes, int axis) : TapeNode
    {
        public override string Name => "Concat";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            int start = 0;
            for (int i = 0; i < sizes.Length; i++)
            {
                if (inputs.Wants(i))
                {
                    inputs.Accumulate(i, SliceRaw(outputGradients[0]!, axis, start, sizes[i], 1));
                }

                start += sizes[i];
            }
        }
    }

    private sealed class SliceNode(Shape shape, MemoryLayout layout, int axis, int start, int step) : TapeNode
    {
        public override string Name => "Slice";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            bool channels = layout == MemoryLayout.ChannelsLast && axis == 1;
            using Tensor dy = channels ? ChannelsLast(outputGradients[0]!) : RowMajor(outputGradients[0]!);
            Tensor dx = Tensor.Zeros(shape, DType.Float32, channels ? MemoryLayout.ChannelsLast : MemoryLayout.RowMajor);
            (int outer, int inner) = channels
                ? (shape[0] * shape.Product(2, shape.Rank), 1)
                : (shape.Product(0, axis), shape.Product(axis + 1, shape.Rank));
            Strips.Scatter(dy.Pointer, dx.Pointer, outer, shape[axis], dy.Shape[axis], start, step, inner * 4L);
            inputs.Accumulate(0, dx);
        }
    }
}
