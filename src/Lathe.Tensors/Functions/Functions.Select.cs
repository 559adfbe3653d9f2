using Lathe.Tensors.Autograd;

namespace Lathe.Tensors;

/// <content>Choosing, casting and padding.</content>
public static unsafe partial class Functions
{
    /// <summary>Elementwise condition ? a : b, broadcast; condition is bool, a and b of one type.</summary>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b)
    {
        if (condition.DType != DType.Bool || a.DType != b.DType)
        {
            throw new TensorStateException($"Where of {condition.Describe()}, {a.Describe()}, {b.Describe()}: the condition must be bool and both choices of one type.");
        }

        Shape shape = Shape.Broadcast(condition.Shape, Shape.Broadcast(a.Shape, b.Shape));
        using Tensor mask = ExpandRaw(condition, shape);
        using Tensor left = ExpandRaw(a, shape);
        using Tensor right = ExpandRaw(b, shape);
        Tensor y = Tensor.Empty(shape, a.DType);
        SelectRaw(mask.Pointer, left.Pointer, right.Pointer, y.Pointer, shape.Count, a.DType.Size());
        if (GradientTape.Wants(a, b))
        {
            GradientTape.Record(new WhereNode(mask, a.Shape, b.Shape), [a, b], y);
        }

        return y;
    }

    /// <summary>Converts to another element type: floats to integers saturate after rounding toward zero, as ONNX Cast. Gradients pass between floating types.</summary>
    public static Tensor Cast(Tensor x, DType type)
    {
        if (x.DType == type)
        {
            Tensor same = x.Alias(x.Shape, x.Layout);
            if (GradientTape.Wants(x))
            {
                GradientTape.Record(new CastNode(), [x], same);
            }

            return same;
        }

        Tensor y = Tensor.Empty(x.Shape, type, x.Layout);
        Casting.Run(x, y);
        if (type == DType.Float32 && GradientTape.Wants(x))
        {
            GradientTape.Record(new CastNode(), [x], y);
        }

        return y;
    }

    /// <summary>Adds constant values around every dimension; negative amounts crop.</summary>
    /// <param name="x">Input.</param>
    /// <param name="before">Elements added at the start of each dimension.</param>
    /// <param name="after">Elements added at the end of each dimension.</param>
    /// <param name="value">One element of x's type, as bytes; zeros when empty.</param>
    public static Tensor Pad(Tensor x, ReadOnlySpan<int> before, ReadOnlySpan<int> after, ReadOnlySpan<byte> value = default)
    {
        Tensor current = x;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            int start = Math.Max(0, -before[axis]), end = Math.Max(0, -after[axis]);
            if (start + end > 0)
            {
                current = Slice(current, axis, start, Math.Max(0, current.Shape[axis] - start - end));
            }

            int head = Math.Max(0, before[axis]), tail = Math.Max(0, after[axis]);
            if (head + tail > 0)
            {
                current = PadAxis(current, axis, head, tail, value);
            }
        }

        return ReferenceEquals(current, x) ? Cast(x, x.DType) : current;
    }

    private static Tensor PadAxis(Tensor x, int axis, int head, int tail, ReadOnlySpan<byte> value)
    {
        Tensor[] parts = [Filled(x.Shape.With(axis, head), x.DType, value), x, Filled(x.Shape.With(axis, tail), x.DType, value)];
        return Concat(parts, axis);
    }

    private static Tensor Filled(Shape shape, DType type, ReadOnlySpan<byte> value)
    {
        Tensor tensor = Tensor.Zeros(shape, type);
        if (!value.IsEmpty && value.ContainsAnyExcept((byte)0))
        {
            for (int i = 0; i < tensor.Count; i++)
            {
                value.CopyTo(new Span<byte>(tensor.Pointer + ((long)i * value.Length), value.Length));
            }
        }

        return tensor;
    }

    private static void SelectRaw(byte* mask, byte* a, byte* b, byte* y, int count, int size)
    {
        switch (size)
        {
            case 4:
                for (int i = 0; i < count; i++)
                {
                    ((int*)y)[i] = mask[i] != 0 ? ((int*)a)[i] : ((int*)b)[i];
                }

                break;
            default:
                for (int i = 0; i < count; i++)
                {
                    long at = (long)i * size;
                    Buffer.MemoryCopy((mask[i] != 0 ? a : b) + at, y + at, size, size);
                }

                break;
        }
    }

    private sealed class WhereNode : TapeNode
    {
        private readonly Tensor _mask;
        private readonly Shape _a;
        private readonly Shape _b;

        public WhereNode(Tensor mask, Shape a, Shape b) => (_mask, _a, _b) = (Save(mask), a, b);

        public override string Name => "Where";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = RowMajor(outputGradients[0]!);
            using Tensor zeros = Tensor.Zeros(dy.Shape);
            Tensor da = Tensor.Empty(dy.Shape);
            Tensor db = Tensor.Empty(dy.Shape);
            SelectRaw(_mask.Pointer, dy.Pointer, zeros.Pointer, da.Pointer, dy.Count, 4);
            SelectRaw(_mask.Pointer, zeros.Pointer, dy.Pointer, db.Pointer, dy.Count, 4);
            inputs.Accumulate(0, SumToRaw(da, _a));
            inputs.Accumulate(1, SumToRaw(db, _b));
        }
    }

    private sealed class CastNode : TapeNode
    {
        public override string Name => "Cast";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs) =>
            inputs.Accumulate(0, outputGradients[0]!.Retain());
    }
}
