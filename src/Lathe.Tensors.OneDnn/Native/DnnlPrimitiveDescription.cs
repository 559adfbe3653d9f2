using Microsoft.Win32.SafeHandles;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>Owns a dnnl_primitive_desc_t.</summary>
internal sealed class DnnlPrimitiveDescription : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Takes over the object.</summary>
    public DnnlPrimitiveDescription(nint handle)
        : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>The object, for calls made while the owner is surely alive.</summary>
    public nint Raw => handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Dnnl.PrimitiveDescDestroy(handle) == DnnlStatus.Success;
}
