using Microsoft.Win32.SafeHandles;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>Owns a dnnl_primitive_t.</summary>
internal sealed class DnnlPrimitive : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Takes over the object.</summary>
    public DnnlPrimitive(nint handle)
        : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>The object, for calls made while the owner is surely alive.</summary>
    public nint Raw => handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Dnnl.PrimitiveDestroy(handle) == DnnlStatus.Success;
}
