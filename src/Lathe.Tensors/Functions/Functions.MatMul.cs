using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <content>Matrix products.</content>
public static unsafe partial class Functions
{
    /// <summary>
    /// Product of a [..., M, K] and b [..., K, N] with the leading dimensions broadcast, as ONNX MatMul: 1-D arguments become a
    /// row or column whose dimension is dropped again. Either may be given transposed in its last two dimensions.
    /// </summary>
    public static Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        RequireFloat32("MatMul", a);
        RequireFloat32("MatMul", b);
        if (a.Rank == 1 || b.Rank == 1)
        {
            return VectorMatMul(a, b, transposeA, transposeB);
        }

        using Tensor left = RowMajor(a);
        using Tensor right = RowMajor(b);
        MatMulPlan plan = MatMulPlan.For(a.Shape, b.Shape, transposeA, transposeB);
        using Tensor leftProducts = ToProductType(left);
        using Tensor rightProducts = ToProductType(right);
        Tensor y = Tensor.Empty(plan.Output);
        plan.Forward(leftProducts, rightProducts, null, Activation.Identity, y);
        if (GradientTape.Wants(a, b))
        {
            GradientTape.Record(new MatMulNode(plan, leftProducts, rightProducts), [a, b], y);
        }

        return y;
    }

    /// <summary>Dense layer: x [..., I] times the transpose of w [O, I], plus bias [O], then an activation.</summary>
    public static Tensor Linear(Tensor x, Tensor w, Tensor? bias, Activation activation = Activation.Identity)
    {
        RequireFloat32("Linear", x);
        int features = w.Shape[1];
        if (x.Rank < 1 || x.Shape[-1] != features || (bias is not null && bias.Count != w.Shape[0]))
        {
            throw new ShapeException($"Dense layer: input {x.Shape} does not fit weight {w.Shape} (and bias {bias?.Shape.ToString() ?? "none"}): its last dimension must be {features}.");
        }

        using Tensor rows = RowMajor(x);
        using Tensor left = ToProductType(rows);
        using Tensor right = ToProductType(w);
        MatMulPlan plan = MatMulPlan.For(new Shape(x.Count / features, features), w.Shape, false, true);
        Tensor y = Tensor.Empty(x.Shape.With(-1, w.Shape[0]));
        plan.Forward(left, right, bias, activation, y);
        if (GradientTape.Wants(x, w, bias))
        {
            GradientTape.Record(new LinearNode(plan, left, right, activation == Activation.Identity ? null : y, activation), [x, w, bias], y);
        }

        return y;
    }

    private static Tensor VectorMatMul(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        Tensor left = a.Rank == 1 ? Unsqueeze(a, 0) : a;
        Tensor right = b.Rank == 1 ? Unsqueeze(b, 1) : b;
        Tensor y = MatMul(left, right, a.Rank > 1 && transposeA, b.Rank > 1 && transposeB);
        var dimensions = new List<int>(y.Shape.Dimensions.ToArray());
        if (b.Rank == 1)
        {
            dimensions.RemoveAt(dimensions.Count - 1);
        }

        if (a.Rank == 1)
        {
            dimensions.RemoveAt(dimensions.Count - (b.Rank == 1 ? 1 : 2));
        }

        return Reshape(y, new Shape(dimensions.ToArray()));
    }

    private sealed class MatMulNode : TapeNode
    {
        private readonly MatMulPlan _plan;
        private readonly Tensor _a;
        private readonly Tensor _b;

        public MatMulNode(MatMulPlan plan, Tensor a, Tensor b)
        {
            _plan = plan;
            _a = Save(a);
            _b = Save(b);
        }

        public override string Name => "MatMul";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor rows = RowMajor(outputGradients[0]!);
            using Tensor dy = _a.DType == rows.DType ? rows.Retain() : Converted(rows, _a.DType);
            if (inputs.Wants(0))
            {
                inputs.Accumulate(0, _plan.GradientA(dy, _b, _a.Shape));
            }

            if (inputs.Wants(1))
            {
                inputs.Accumulate(1, _plan.GradientB(dy, _a, _b.Shape));
            }
        }
    }

    private sealed class LinearNode : TapeNode
    {
        private readonly MatMulPlan _plan;
        private readonly Tensor _x;
        private readonly Tensor _w;
        private readonly Tensor? _y;
        private readonly Activation _activation;

        public LinearNode(MatMulPlan plan, Tensor x, Tensor w, Tensor? y, Activation activation)
        {
            _plan = plan;
            _x = Save(x);
            _w = Save(w);
            _y = y is null ? null : Save(y);
            _activation = activation;
        }

        public override string Name => "Linear";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor rows = RowMajor(outputGradients[0]!);
            using Tensor masked = _y is null ? rows.Retain() : ActivationBackward(_activation, _y, rows);
            using Tensor dy = _x.DType == masked.DType ? masked.Retain() : Converted(masked, _x.DType);
            if (inputs.Wants(0))
            {
                // The plan knows the input as rows, whatever its rank.
                using Tensor dx = _plan.GradientA(dy, _w, new Shape(_x.Count / _w.Shape[1], _w.Shape[1]));
                inputs.Accumulate(0, ReshapeRaw(dx, _x.Shape));
            }

            if (inputs.Wants(1))
            {
                inputs.Accumulate(1, _plan.GradientB(dy, _x, _w.Shape));
            }

            if (inputs.Wants(2))
            {
                Tensor db = Tensor.Empty(new Shape(_w.Shape[0]));
                Kernels.Reduction.Reduce(ReduceOp.Sum, 1, masked.Count / db.Count, db.Count, masked.Floats, db.Floats);
                inputs.Accumulate(2, db);
            }
        }
    }
}
