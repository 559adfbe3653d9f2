namespace Lathe.Tensors.Kernels;

/// <summary>
/// One batch of matrix products <c>C = activation(alpha op(A) op(B) + beta C + bias)</c>, all row-major. op(A) is [M, K],
/// op(B) is [K, N], C is [M, N] of binary32; bias, if any, has N values. C overlaps no input.
/// </summary>
public unsafe struct GemmArguments
{
    /// <summary>Rows of op(A) and C.</summary>
    public int M;

    /// <summary>Columns of op(B) and C.</summary>
    public int N;

    /// <summary>Columns of op(A), rows of op(B).</summary>
    public int K;

    /// <summary>A is stored as [K, M].</summary>
    public bool TransposeA;

    /// <summary>B is stored as [N, K].</summary>
    public bool TransposeB;

    /// <summary>First element of A.</summary>
    public void* A;

    /// <summary>First element of B.</summary>
    public void* B;

    /// <summary>First element of C.</summary>
    public float* C;

    /// <summary>Elements from one stored row of A to the next.</summary>
    public int LeadingA;

    /// <summary>Elements from one stored row of B to the next.</summary>
    public int LeadingB;

    /// <summary>Elements from one row of C to the next.</summary>
    public int LeadingC;

    /// <summary>Factor of the product.</summary>
    public float Alpha;

    /// <summary>Factor of what C holds; 0 never reads C.</summary>
    public float Beta;

    /// <summary>N values added to every row, or null.</summary>
    public float* Bias;

    /// <summary>Applied last.</summary>
    public Activation Activation;

    /// <summary>Matrices in the batch, at least 1.</summary>
    public int Batch;

    /// <summary>Elements from one A to the next; 0 shares one A.</summary>
    public long StrideA;

    /// <summary>Elements from one B to the next; 0 shares one B.</summary>
    public long StrideB;

    /// <summary>Elements from one C to the next.</summary>
    public long StrideC;

    /// <summary>Element type of A and B: <see cref="DType.Float32"/> or <see cref="DType.BFloat16"/>; sums are binary32 always.</summary>
    public DType InputType;
}
