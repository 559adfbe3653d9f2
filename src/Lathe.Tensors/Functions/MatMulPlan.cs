using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <summary>How a broadcast matrix product and its two gradients map to batched GEMM calls.</summary>
internal sealed unsafe class MatMulPlan
{
    private readonly int _m;
    private readonly int _n;
    private readonly int _k;
    private readonly bool _transposeA;
    private readonly bool _transposeB;
    private readonly Shape _batch;
    private readonly Shape _batchA;
    private readonly Shape _batchB;

    private MatMulPlan(Shape a, Shape b, bool transposeA, bool transposeB)
    {
        (_transposeA, _transposeB) = (transposeA, transposeB);
        (_m, _k) = transposeA ? (a[-1], a[-2]) : (a[-2], a[-1]);
        _n = transposeB ? b[-2] : b[-1];
        if (_k != (transposeB ? b[-1] : b[-2]))
        {
            throw new ShapeException($"MatMul of {a}{(transposeA ? " transposed" : "")} and {b}{(transposeB ? " transposed" : "")}: inner dimensions {_k} and {(transposeB ? b[-1] : b[-2])} differ.");
        }

        _batchA = new Shape(a.Dimensions[..^2]);
        _batchB = new Shape(b.Dimensions[..^2]);
        _batch = Shape.Broadcast(_batchA, _batchB);
        Output = new Shape([.. _batch.Dimensions, _m, _n]);
    }

    public Shape Output { get; }

    public static MatMulPlan For(Shape a, Shape b, bool transposeA, bool transposeB) => new(a, b, transposeA, transposeB);

    public void Forward(Tensor a, Tensor b, Tensor? bias, Activation activation, Tensor y)
    {
        // One matrix B under many A: the batch folds into the rows of one big product.
        if (_batchB.Count == 1 && !_transposeA)
        {
            Run(a, b, y, _m * _batch.Count, _n, _k, false, _transposeB, 1, 0, 0, bias, activation);
            return;
        }

        RunBatches(a, b, y, _batchA, _batchB, _m, _n, _k, _transposeA, _transposeB, bias, activation);
    }

    public Tensor GradientA(Tensor dy, Tensor b, Shape shape)
    {
        Tensor da = Tensor.Empty(new Shape([.. _batch.Dimensions, .. shape.Dimensions[^2..]]));
        if (_batchB.Count == 1 && !_transposeA)
        {
            Run(dy, b, da, _m * _batch.Count, _k, _n, false, !_transposeB, 1, 0, 0, null, Activation.Identity);
        }
        else if (_transposeA)
        {
            RunBatches(b, dy, da, _batchB, _batch, _k, _m, _n, _transposeB, true, null, Activation.Identity);
        }
        else
        {
            RunBatches(dy, b, da, _batch, _batchB, _m, _k, _n, false, !_transposeB, null, Activation.Identity);
        }

        return Functions.SumToRaw(da, shape);
    }

    public Tensor GradientB(Tensor dy, Tensor a, Shape shape)
    {
        if (_batchB.Count == 1 && !_transposeA && _batchA == _batch)
        {
            Tensor db = Tensor.Empty(shape);
            int rows = _m * _batch.Count;
            if (_transposeB)
            {
                Run(dy, a, db, _n, _k, rows, true, false, 1, 0, 0, null, Activation.Identity);
            }
            else
            {
                Run(a, dy, db, _k, _n, rows, true, false, 1, 0, 0, null, Activation.Identity);
            }

            return db;
        }

        Tensor full = Tensor.Empty(new Shape([.. _batch.Dimensions, .. shape.Dimensions[^2..]]));
        if (_transposeB)
        {
            RunBatches(dy, a, full, _batch, _batchA, _n, _k, _m, true, _transposeA, null, Activation.Identity);
        }
        else
        {
            RunBatches(a, dy, full, _batchA, _batch, _k, _n, _m, !_transposeA, false, null, Activation.Identity);
        }

        return Functions.SumToRaw(full, shape);
    }

    private void RunBatches(Tensor a, Tensor b, Tensor c, Shape batchA, Shape batchB, int m, int n, int k, bool ta, bool tb, Tensor? bias, Activation activation)
    {
        long strideA = batchA.Count == 1 ? 0 : (long)m * k;
        long strideB = batchB.Count == 1 ? 0 : (long)n * k;
        bool regular = (batchA.Count == 1 || batchA == _batch) && (batchB.Count == 1 || batchB == _batch);
        if (regular)
        {
            Run(a, b, c, m, n, k, ta, tb, _batch.Count, strideA, strideB, bias, activation);
            return;
        }

        Shape fullA = new([.. _batch.Dimensions, .. a.Shape.Dimensions[^2..]]);
        Shape fullB = new([.. _batch.Dimensions, .. b.Shape.Dimensions[^2..]]);
        using Tensor expandedA = Functions.ExpandRaw(a, fullA);
        using Tensor expandedB = Functions.ExpandRaw(b, fullB);
        Run(expandedA, expandedB, c, m, n, k, ta, tb, _batch.Count, (long)m * k, (long)n * k, bias, activation);
    }

    private static void Run(Tensor a, Tensor b, Tensor c, int m, int n, int k, bool ta, bool tb, int batch, long strideA, long strideB, Tensor? bias, Activation activation)
    {
        if (m == 0 || n == 0 || batch == 0)
        {
            return;
        }

        var arguments = new GemmArguments
        {
            M = m,
            N = n,
            K = k,
            TransposeA = ta,
            TransposeB = tb,
            A = a.Pointer,
            B = b.Pointer,
            C = c.Floats,
            LeadingA = ta ? m : k,
            LeadingB = tb ? k : n,
            LeadingC = n,
            Alpha = 1,
            Beta = 0,
            Bias = bias is null ? null : bias.Floats,
            Activation = activation,
            Batch = batch,
            StrideA = strideA,
            StrideB = strideB,
            StrideC = (long)m * n,
            InputType = a.DType,
        };
        ComputeBackend.Current.MatMul.Gemm(arguments);
    }
}
