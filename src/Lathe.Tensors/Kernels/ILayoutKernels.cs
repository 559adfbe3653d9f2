namespace Lathe.Tensors.Kernels;

/// <summary>Copies that change the order of elements, for any element size of 1, 2, 4 or 8 bytes.</summary>
public unsafe interface ILayoutKernels
{
    /// <summary>Transposes: output dimension i is input dimension permutation[i]; row-major both.</summary>
    void Permute(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> permutation, int elementSize, void* x, void* y);
}
