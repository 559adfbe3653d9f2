namespace Lathe.Tensors.Kernels;

/// <summary>Reductions of binary32 data seen as [outer, axis, inner].</summary>
public unsafe interface IReductionKernels
{
    /// <summary>y [outer, inner] = reduction over the axis.</summary>
    void Reduce(ReduceOp op, int outer, int axis, int inner, float* x, float* y);

    /// <summary>Sum of all elements, pairwise, in double.</summary>
    double Sum(long count, float* x);

    /// <summary>Sum of squares of all elements, in double.</summary>
    double SumOfSquares(long count, float* x);

    /// <summary>Smallest and largest element.</summary>
    (float Min, float Max) MinMax(long count, float* x);
}
