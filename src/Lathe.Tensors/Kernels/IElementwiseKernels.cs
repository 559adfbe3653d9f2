namespace Lathe.Tensors.Kernels;

/// <summary>Elementwise kernels over contiguous binary32 data. An output may be one of its inputs, never overlap it otherwise.</summary>
public unsafe interface IElementwiseKernels
{
    /// <summary>y = op(x).</summary>
    void Unary(UnaryOp op, long count, float* x, float* y, float alpha = 0, float beta = 0);

    /// <summary>dx [+]= dy * op'(x), where y = op(x) is given too.</summary>
    void UnaryBackward(UnaryOp op, long count, float* x, float* y, float* dy, float* dx, float alpha = 0, float beta = 0, bool accumulate = false);

    /// <summary>y = op(a, b), same length.</summary>
    void Binary(BinaryOp op, long count, float* a, float* b, float* y);

    /// <summary>y = op(a, b) with b one number, or op(b, a) when swapped.</summary>
    void BinaryScalar(BinaryOp op, long count, float* a, float b, bool swapped, float* y);

    /// <summary>y [rows, columns] = op(a, b) with b a row of columns values (a bias, a per-channel factor), or op(b, a) when swapped.</summary>
    void BinaryRow(BinaryOp op, int rows, int columns, float* a, float* b, bool swapped, float* y);

    /// <summary>y = alpha x + beta y.</summary>
    void ScaleAdd(long count, float alpha, float* x, float beta, float* y);

    /// <summary>y = value.</summary>
    void Fill(long count, float value, float* y);

    /// <summary>y = x widened or rounded (nearest even, saturating for integers) from one type to another.</summary>
    void Convert(long count, DType from, void* x, DType to, void* y);
}
