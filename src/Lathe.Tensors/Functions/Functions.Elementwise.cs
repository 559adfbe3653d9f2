using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <content>Elementwise functions.</content>
public static unsafe partial class Functions
{
    /// <summary>Applies a function of one argument to every element of a binary32 tensor.</summary>
    public static Tensor Unary(UnaryOp op, Tensor x, float alpha = 0, float beta = 0)
    {
        RequireFloat32(op.ToString(), x);
        Tensor y = Tensor.Empty(x.Shape, DType.Float32, x.Layout);
        Kernels.Elementwise.Unary(op, x.Count, x.Floats, y.Floats, alpha, beta);
        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new UnaryNode(op, x, y, alpha, beta), [x], y);
        }

        return y;
    }

    /// <summary><c>max(x, 0)</c>.</summary>
    public static Tensor Relu(Tensor x) => Unary(UnaryOp.Relu, x);

    /// <summary><c>a + b</c>, broadcast.</summary>
    public static Tensor Add(Tensor a, Tensor b) => Binary(BinaryOp.Add, a, b);

    /// <summary><c>a - b</c>, broadcast.</summary>
    public static Tensor Subtract(Tensor a, Tensor b) => Binary(BinaryOp.Subtract, a, b);

    /// <summary><c>a b</c>, broadcast.</summary>
    public static Tensor Multiply(Tensor a, Tensor b) => Binary(BinaryOp.Multiply, a, b);

    /// <summary><c>a / b</c>, broadcast.</summary>
    public static Tensor Divide(Tensor a, Tensor b) => Binary(BinaryOp.Divide, a, b);

    /// <summary><c>alpha x + beta</c>.</summary>
    public static Tensor Affine(Tensor x, float alpha, float beta) => Unary(UnaryOp.Affine, x, alpha, beta);

    /// <summary>Applies a function of two arguments with NumPy broadcasting; both of one type, binary32 for gradients.</summary>
    public static Tensor Binary(BinaryOp op, Tensor a, Tensor b)
    {
        if (a.DType != b.DType)
        {
            throw new TensorStateException($"{op} of {a.Describe()} and {b.Describe()}: element types must be equal. Cast one of them.");
        }

        if (a.DType != DType.Float32)
        {
            return TypedArithmetic.Binary(op, a, b);
        }

        Tensor y = BinaryRaw(op, a, b);
        if (GradientTape.Wants(a, b))
        {
            GradientTape.Record(new BinaryNode(op, a, b), [a, b], y);
        }

        return y;
    }

    internal static Tensor BinaryRaw(BinaryOp op, Tensor a, Tensor b)
    {
        Shape shape = Shape.Broadcast(a.Shape, b.Shape);
        IElementwiseKernels kernels = Kernels.Elementwise;
        if (a.Shape == b.Shape)
        {
            using Tensor right = a.Layout == b.Layout ? b.Retain() : LikeLayout(b, a);
            using Tensor left = right.Layout == a.Layout ? a.Retain() : LikeLayout(a, right);
            Tensor y = Tensor.Empty(shape, DType.Float32, left.Layout);
            kernels.Binary(op, shape.Count, left.Floats, right.Floats, y.Floats);
            return y;
        }

        if (a.Shape == shape)
        {
            return BroadcastInto(op, a, b, swapped: false);
        }

        if (b.Shape == shape)
        {
            return BroadcastInto(op, b, a, swapped: true);
        }

        using Tensor fullA = ExpandRaw(a, shape);
        using Tensor fullB = ExpandRaw(b, shape);
        Tensor result = Tensor.Empty(shape);
        kernels.Binary(op, shape.Count, fullA.Floats, fullB.Floats, result.Floats);
        return result;
    }

    private static Tensor BroadcastInto(BinaryOp op, Tensor full, Tensor small, bool swapped)
    {
        IElementwiseKernels kernels = Kernels.Elementwise;
        Tensor y = Tensor.Empty(full.Shape, DType.Float32, full.Layout);
        if (small.Count == 1)
        {
            kernels.BinaryScalar(op, full.Count, full.Floats, *small.Floats, swapped, y.Floats);
        }
        else if (full.Layout == MemoryLayout.ChannelsLast && Broadcasting.IsPerChannel(small.Shape, full.Shape))
        {
            kernels.BinaryRow(op, full.Count / small.Count, small.Count, full.Floats, small.Floats, swapped, y.Floats);
        }
        else if (full.IsRowMajor && small.IsRowMajor && IsTrailing(small.Shape, full.Shape))
        {
            kernels.BinaryRow(op, full.Count / small.Count, small.Count, full.Floats, small.Floats, swapped, y.Floats);
        }
        else
        {
            using Tensor expanded = ExpandRaw(small, full.Shape);
            using Tensor arranged = LikeLayout(expanded, full);
            float* left = swapped ? arranged.Floats : full.Floats;
            float* right = swapped ? full.Floats : arranged.Floats;
            kernels.Binary(op, full.Count, left, right, y.Floats);
        }

        return y;
    }

    private static bool IsTrailing(Shape small, Shape full)
    {
        int leading = 0;
        while (leading < small.Rank && small[leading] == 1)
        {
            leading++;
        }

        int rank = small.Rank - leading;
        return rank > 0 && small.Dimensions[leading..].SequenceEqual(full.Dimensions[^rank..]);
    }

    private sealed class UnaryNode : TapeNode
    {
        private readonly UnaryOp _op;
        private readonly Tensor _x;
        private readonly Tensor _y;
        private readonly float _alpha;
        private readonly float _beta;

        public UnaryNode(UnaryOp op, Tensor x, Tensor y, float alpha, float beta)
        {
            _op = op;
            _y = Save(y);
            _x = UsesOutputOnly(op) ? _y : Save(x);
            _alpha = alpha;
            _beta = beta;
        }

        public override string Name => _op.ToString();

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = LikeLayout(outputGradients[0]!, _y);
            Tensor dx = Tensor.Empty(_y.Shape, DType.Float32, _y.Layout);
            Kernels.Elementwise.UnaryBackward(_op, dx.Count, _x.Floats, _y.Floats, dy.Floats, dx.Floats, _alpha, _beta);
            inputs.Accumulate(0, dx);
        }

        // For these the derivative is known from the result, so the argument need not be kept.
        private static bool UsesOutputOnly(UnaryOp op) => op is UnaryOp.Relu or UnaryOp.Sigmoid or UnaryOp.Tanh or UnaryOp.Exp or UnaryOp.Sqrt or UnaryOp.Reciprocal or UnaryOp.Negate or UnaryOp.Affine;
    }

    private sealed class BinaryNode : TapeNode
    {
        private readonly BinaryOp _op;
        private readonly Shape _shapeA;
        private readonly Shape _shapeB;
        private readonly Tensor? _a;
        private readonly Tensor? _b;

        public BinaryNode(BinaryOp op, Tensor a, Tensor b)
        {
            _op = op;
            (_shapeA, _shapeB) = (a.Shape, b.Shape);
            if (op is not (BinaryOp.Add or BinaryOp.Subtract))
            {
                (_a, _b) = (Save(a), Save(b));
            }
        }

        public override string Name => _op.ToString();

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            Tensor dy = outputGradients[0]!;
            if (inputs.Wants(0))
            {
                inputs.Accumulate(0, SumToRaw(BinaryGradients.Left(_op, dy, _a, _b), _shapeA));
            }

            if (inputs.Wants(1))
            {
                inputs.Accumulate(1, SumToRaw(BinaryGradients.Right(_op, dy, _a, _b), _shapeB));
            }
        }
    }
}
