namespace Lathe.Tensors.Kernels;

/// <summary>Matrix products.</summary>
public interface IMatMulKernels
{
    /// <summary>Computes a batch of matrix products.</summary>
    void Gemm(in GemmArguments arguments);
}
