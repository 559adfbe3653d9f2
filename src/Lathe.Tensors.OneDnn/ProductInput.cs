using Lathe.Tensors.Kernels;
using Lathe.Tensors.Memory;

namespace Lathe.Tensors.OneDnn;

/// <summary>
/// A factor in the type the processor multiplies fast: bfloat16 stays where there is hardware for it, else it is widened
/// (exactly) for as long as the kernel runs. Sums are binary32 either way.
/// </summary>
internal readonly unsafe struct ProductInput : IDisposable
{
    private readonly Scratch? _scratch;

    public ProductInput(OneDnnContext context, KernelBackend managed, DType type, void* data, long count)
    {
        Type = type;
        Pointer = data;
        if (type == DType.BFloat16 && !context.HasBFloat16)
        {
            _scratch = new Scratch(count);
            Pointer = _scratch.Value.Floats;
            Type = DType.Float32;
            managed.Elementwise.Convert(count, DType.BFloat16, data, DType.Float32, Pointer);
        }
    }

    /// <summary>The type it is in now.</summary>
    public DType Type { get; }

    /// <summary>Where it is now.</summary>
    public void* Pointer { get; }

    public void Dispose() => _scratch?.Dispose();
}
