using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <content>Reductions.</content>
public static unsafe partial class Functions
{
    /// <summary>Reduces a binary32 tensor over axes (all when empty); kept dimensions become 1.</summary>
    public static Tensor Reduce(ReduceOp op, Tensor x, ReadOnlySpan<int> axes, bool keepDimensions)
    {
        RequireFloat32(op.ToString(), x);
        bool[] reduced = AxisMask(x.Shape, axes);
        Shape kept = KeptShape(x.Shape, reduced);
        Tensor full = ReduceRaw(op, x, reduced, kept);
        Tensor y = keepDimensions ? full : full.Alias(DroppedShape(x.Shape, reduced), MemoryLayout.RowMajor);
        if (!keepDimensions)
        {
            full.Dispose();
        }

        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new ReduceNode(op, x, y, kept), [x], y);
        }

        return y;
    }

    /// <summary>Sum over axes.</summary>
    public static Tensor Sum(Tensor x, ReadOnlySpan<int> axes, bool keepDimensions = false) => Reduce(ReduceOp.Sum, x, axes, keepDimensions);

    /// <summary>Mean over axes.</summary>
    public static Tensor Mean(Tensor x, ReadOnlySpan<int> axes, bool keepDimensions = false) => Reduce(ReduceOp.Mean, x, axes, keepDimensions);

    private static Tensor ReduceRaw(ReduceOp op, Tensor x, bool[] reduced, Shape kept)
    {
        // Pooling over all of space: channels-last memory reduces in one pass.
        if (x.Layout == MemoryLayout.ChannelsLast && !reduced[0] && !reduced[1] && Array.TrueForAll(reduced[2..], r => r))
        {
            Tensor pooled = Tensor.Empty(kept);
            Kernels.Reduction.Reduce(op, x.Shape[0], x.Shape.Product(2, x.Rank), x.Shape[1], x.Floats, pooled.Floats);
            return pooled;
        }

        Tensor current = RowMajor(x);
        if (!Array.Exists(reduced, r => r) && op is ReduceOp.SumSquare or ReduceOp.SumAbs)
        {
            Tensor only = Tensor.Empty(kept);
            Kernels.Elementwise.Unary(op == ReduceOp.SumSquare ? UnaryOp.Square : UnaryOp.Abs, x.Count, current.Floats, only.Floats);
            current.Dispose();
            return only;
        }

        int[] dimensions = x.Shape.Dimensions.ToArray();
        ReduceOp next = op;
        for (int axis = 0; axis < dimensions.Length;)
        {
            int end = axis;
            while (end < dimensions.Length && reduced[end] == reduced[axis])
            {
                end++;
            }

            if (reduced[axis])
            {
                current = ReduceRun(next, current, dimensions, axis, end);
                next = op is ReduceOp.SumSquare or ReduceOp.SumAbs ? ReduceOp.Sum : op;
            }

            axis = end;
        }

        Tensor result = current.Alias(kept, MemoryLayout.RowMajor);
        current.Dispose();
        return result;
    }

    private static Tensor ReduceRun(ReduceOp op, Tensor current, int[] dimensions, int axis, int end)
    {
        var before = new Shape(dimensions);
        int size = before.Product(axis, end);
        Array.Fill(dimensions, 1, axis, end - axis);
        Tensor reduced = Tensor.Empty(new Shape(dimensions));
        Kernels.Reduction.Reduce(op, before.Product(0, axis), size, before.Product(end, before.Rank), current.Floats, reduced.Floats);
        current.Dispose();
        return reduced;
    }

    private static bool[] AxisMask(Shape shape, ReadOnlySpan<int> axes)
    {
        bool[] mask = new bool[shape.Rank];
        Array.Fill(mask, axes.IsEmpty);
        foreach (int axis in axes)
        {
            mask[shape.Axis(axis)] = true;
        }

        return mask;
    }

    private static Shape KeptShape(Shape shape, bool[] reduced)
    {
        int[] kept = shape.Dimensions.ToArray();
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = reduced[i] ? 1 : kept[i];
        }

        return new Shape(kept);
    }

    private static Shape DroppedShape(Shape shape, bool[] reduced)
    {
        var dimensions = new List<int>();
        for (int i = 0; i < shape.Rank; i++)
        {
            if (!reduced[i])
            {
                dimensions.Add(shape[i]);
            }
        }

        return new Shape(dimensions.ToArray());
    }

    private sealed class ReduceNode : TapeNode
    {
        private readonly ReduceOp _op;
        private readonly Shape _shape;
        private readonly Shape _kept;
        private readonly MemoryLayout _layout;
        private readonly Tensor? _x;
        private readonly Tensor? _y;

        public ReduceNode(ReduceOp op, Tensor x, Tensor y, Shape kept)
        {
            _op = op;
            (_shape, _kept, _layout) = (x.Shape, kept, x.Layout);
            if (op is not (ReduceOp.Sum or ReduceOp.Mean))
            {
                _x = Save(x);
                _y = Save(y);
            }
        }

        public override string Name => "Reduce" + _op;

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = ReshapeRaw(outputGradients[0]!, _kept);
            switch (_op)
            {
                case ReduceOp.Sum:
                    inputs.Accumulate(0, SpreadGradient(dy, 1));
                    break;
                case ReduceOp.Mean:
                    inputs.Accumulate(0, SpreadGradient(dy, (float)_kept.Count / Math.Max(1, _shape.Count)));
                    break;
                default:
                    inputs.Accumulate(0, ReduceGradients.Backward(_op, dy, _x!, ReshapeRaw(_y!, _kept)));
                    break;
            }
        }

        private Tensor SpreadGradient(Tensor dy, float scale)
        {
            Tensor scaled = Tensor.Empty(dy.Shape);
            Kernels.Elementwise.Unary(UnaryOp.Affine, dy.Count, dy.Floats, scaled.Floats, scale, 0);
            if (_layout == MemoryLayout.ChannelsLast && _kept.Rank == 4 && _kept[2] == 1 && _kept[3] == 1 && _kept[0] == _shape[0] && _kept[1] == _shape[1])
            {
                Tensor spread = Tensor.Empty(_shape, DType.Float32, MemoryLayout.ChannelsLast);
                Broadcasting.Expand(scaled.Pointer, new Shape(_shape[0], 1, _shape[1]), spread.Pointer, new Shape(_shape[0], _shape[2] * _shape[3], _shape[1]), 4);
                return spread;
            }

            return ExpandRaw(scaled, _shape);
        }
    }
}
