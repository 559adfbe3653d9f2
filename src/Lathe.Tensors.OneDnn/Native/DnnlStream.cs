using Microsoft.Win32.SafeHandles;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>Owns a dnnl_stream_t.</summary>
internal sealed class DnnlStream : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Takes over the object.</summary>
    public DnnlStream(nint handle)
        : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>The object, for calls made while the owner is surely alive.</summary>
    public nint Raw => handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Dnnl.StreamDestroy(handle) == DnnlStatus.Success;
}
