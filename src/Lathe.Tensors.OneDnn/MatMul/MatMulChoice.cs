namespace Lathe.Tensors.OneDnn.MatMul;

/// <summary>Who computes a matrix product.</summary>
internal enum MatMulChoice
{
    /// <summary>The managed kernels.</summary>
    Managed,

    /// <summary>dnnl_sgemm, followed by one pass for bias and activation.</summary>
    Sgemm,

    /// <summary>A matmul primitive with its post-operations.</summary>
    Primitive,
}
