using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <summary>The kernels that tensor functions run on, and the number format of their products.</summary>
public static class ComputeBackend
{
    private static KernelBackend? s_default;

    [ThreadStatic]
    private static KernelBackend? s_override;

    [ThreadStatic]
    private static DType? s_productType;

    /// <summary>The backend in force on this thread.</summary>
    /// <exception cref="TensorStateException">None was set.</exception>
    public static KernelBackend Current => s_override ?? s_default
        ?? throw new TensorStateException("No kernel backend is set. Call ComputeBackend.SetDefault at start.");

    /// <summary>The type of the factors of matrix products, convolutions and recurrent cells: binary32, or bfloat16 for mixed precision.</summary>
    public static DType ProductType => s_productType ?? DType.Float32;

    /// <summary>Sets the backend of the process.</summary>
    public static void SetDefault(KernelBackend backend) => s_default = backend;

    /// <summary>True once a backend of the process was set.</summary>
    public static bool HasDefault => s_default is not null;

    /// <summary>Uses another backend on this thread until the result is disposed.</summary>
    public static IDisposable Use(KernelBackend backend)
    {
        KernelBackend? previous = s_override;
        s_override = backend;
        return new Restore(() => s_override = previous);
    }

    /// <summary>Uses a product type on this thread until the result is disposed.</summary>
    public static IDisposable UseProducts(DType type)
    {
        DType? previous = s_productType;
        s_productType = type;
        return new Restore(() => s_productType = previous);
    }

    private sealed class Restore(Action action) : IDisposable
    {
        private Action? _action = action;

        public void Dispose()
        {
            _action?.Invoke();
            _action = null;
        }
    }
}
