using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.OneDnn.MatMul;

/// <summary>Decides who computes a product, from its arguments alone.</summary>
internal delegate MatMulChoice MatMulChooser(in GemmArguments arguments);
