using Lathe.Tensors.Autograd;

namespace Lathe.Tensors;

/// <content>Shapes, transposes and broadcasting.</content>
public static unsafe partial class Functions
{
    /// <summary>The same elements in row-major order under another shape; no copy where memory order allows.</summary>
    /// <exception cref="ShapeException">The element counts differ.</exception>
    public static Tensor Reshape(Tensor x, Shape shape)
    {
        if (shape.Count != x.Count)
        {
            throw new ShapeException($"Reshape of {x.Describe()} to {shape}: {x.Count} elements do not fill {shape.Count}.");
        }

        Tensor y = ReshapeRaw(x, shape);
        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new ReshapeNode(x.Shape), [x], y);
        }

        return y;
    }

    /// <summary>Inserts a dimension of 1.</summary>
    public static Tensor Unsqueeze(Tensor x, int axis)
    {
        var dimensions = new List<int>(x.Shape.Dimensions.ToArray());
        dimensions.Insert(axis < 0 ? axis + x.Rank + 1 : axis, 1);
        return Reshape(x, new Shape(dimensions.ToArray()));
    }

    /// <summary>All dimensions from <paramref name="axis"/> on become one, those before another.</summary>
    public static Tensor Flatten(Tensor x, int axis = 1) =>
        Reshape(x, new Shape(x.Shape.Product(0, axis), x.Shape.Product(axis, x.Rank)));

    /// <summary>Output dimension i is input dimension permutation[i].</summary>
    public static Tensor Transpose(Tensor x, ReadOnlySpan<int> permutation)
    {
        Tensor y = TransposeRaw(x, permutation);
        if (GradientTape.Wants(x))
        {
            int[] inverse = new int[permutation.Length];
            for (int i = 0; i < inverse.Length; i++)
            {
                inverse[permutation[i]] = i;
            }

            GradientTape.Record(new TransposeNode(inverse), [x], y);
        }

        return y;
    }

    /// <summary>Broadcasts to a shape by NumPy's rule.</summary>
    public static Tensor Expand(Tensor x, Shape shape)
    {
        Tensor y = ExpandRaw(x, Shape.Broadcast(x.Shape, shape));
        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new ExpandNode(x.Shape), [x], y);
        }

        return y;
    }

    internal static Tensor ReshapeRaw(Tensor x, Shape shape)
    {
        // Dropping or adding a spatial dimension of 1 (1-D convolutions) keeps channels-last memory as it is.
        if (!x.IsRowMajor && x.Rank is 3 or 4 && shape.Rank is 3 or 4 && shape[0] == x.Shape[0] && shape[1] == x.Shape[1])
        {
            return x.Alias(shape, MemoryLayout.ChannelsLast);
        }

        using Tensor rows = RowMajor(x);
        return rows.Alias(shape, MemoryLayout.RowMajor);
    }

    internal static Tensor TransposeRaw(Tensor x, ReadOnlySpan<int> permutation)
    {
        if (permutation.Length != x.Rank)
        {
            throw new ShapeException($"Transpose of {x.Describe()} by a permutation of {permutation.Length} axes: it needs one entry per dimension.");
        }

        Span<int> shape = stackalloc int[x.Rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = x.Shape[permutation[i]];
        }

        using Tensor rows = RowMajor(x);
        Tensor y = Tensor.Empty(new Shape(shape), x.DType);
        Kernels.Layout.Permute(x.Shape.Dimensions, permutation, x.DType.Size(), rows.Pointer, y.Pointer);
        return y;
    }

    internal static Tensor ExpandRaw(Tensor x, Shape shape)
    {
        if (x.Shape == shape)
        {
            return RowMajor(x);
        }

        using Tensor rows = RowMajor(x);
        Tensor y = Tensor.Empty(shape, x.DType);
        Broadcasting.Expand(rows.Pointer, x.Shape, y.Pointer, shape, x.DType.Size());
        return y;
    }

    /// <summary>Sums a gradient over the axes along which a tensor of <paramref name="shape"/> was broadcast; consumes the gradient.</summary>
    internal static Tensor SumToRaw(Tensor gradient, Shape shape)
    {
        if (gradient.Shape == shape)
        {
            return gradient;
        }

        if (gradient.Layout == MemoryLayout.ChannelsLast && Broadcasting.IsPerChannel(shape, gradient.Shape))
        {
            Tensor sums = Tensor.Empty(shape);
            int channels = gradient.Shape[1];
            Kernels.Reduction.Reduce(Tensors.Kernels.ReduceOp.Sum, 1, gradient.Count / channels, channels, gradient.Floats, sums.Floats);
            gradient.Dispose();
            return sums;
        }

        Tensor current = RowMajor(gradient);
        gradient.Dispose();
        int offset = current.Rank - shape.Rank;
        int[] dimensions = current.Shape.Dimensions.ToArray();
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            int target = axis < offset ? 1 : shape[axis - offset];
            if (target == dimensions[axis])
            {
                continue;
            }

            var before = new Shape(dimensions);
            dimensions[axis] = 1;
            Tensor next = Tensor.Empty(new Shape(dimensions));
            Kernels.Reduction.Reduce(Tensors.Kernels.ReduceOp.Sum, before.Product(0, axis), before[axis], before.Product(axis + 1, before.Rank), current.Floats, next.Floats);
            current.Dispose();
            current = next;
        }

        Tensor result = current.Alias(shape, MemoryLayout.RowMajor);
        current.Dispose();
        return result;
    }

    private sealed class ReshapeNode(Shape shape) : TapeNode
    {
        public override string Name => "Reshape";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs) =>
            inputs.Accumulate(0, ReshapeRaw(outputGradients[0]!, shape));
    }

    private sealed class TransposeNode(int[] inverse) : TapeNode
    {
        public override string Name => "Transpose";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs) =>
            inputs.Accumulate(0, TransposeRaw(outputGradients[0]!, inverse));
    }

    private sealed class ExpandNode(Shape shape) : TapeNode
    {
        public override string Name => "Expand";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs) =>
            inputs.Accumulate(0, SumToRaw(outputGradients[0]!.Retain(), shape));
    }
}
