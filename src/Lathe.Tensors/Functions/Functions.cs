using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <summary>
/// The differentiable functions of tensors. Each runs on <see cref="ComputeBackend.Current"/> and records itself on the open
/// <see cref="Autograd.GradientTape"/>, if any. Logical shapes are ONNX's; memory layouts are arranged inside.
/// </summary>
public static unsafe partial class Functions
{
    private static KernelBackend Kernels => ComputeBackend.Current;

    private static Tensor ChannelsLast(Tensor x) => x.ToLayout(MemoryLayout.ChannelsLast);

    private static Tensor RowMajor(Tensor x) => x.ToLayout(MemoryLayout.RowMajor);

    private static Tensor LikeLayout(Tensor x, Tensor model) =>
        x.ToLayout(model.Layout == MemoryLayout.ChannelsLast ? MemoryLayout.ChannelsLast : MemoryLayout.RowMajor);

    private static void RequireFloat32(string function, Tensor x)
    {
        if (x.DType != DType.Float32)
        {
            throw new TensorStateException($"{function}: {x.Describe()} must be f32. Cast it first.");
        }
    }

    private static Tensor ToProductType(Tensor x)
    {
        DType type = ComputeBackend.ProductType;
        if (type == x.DType)
        {
            return x.Retain();
        }

        Tensor converted = Tensor.Empty(x.Shape, type, x.Layout);
        Kernels.Elementwise.Convert(x.Count, x.DType, x.Pointer, type, converted.Pointer);
        return converted;
    }
}
