using Microsoft.Win32.SafeHandles;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>Owns a dnnl_engine_t.</summary>
internal sealed class DnnlEngine : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Takes over the object.</summary>
    public DnnlEngine(nint handle)
        : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>The object, for calls made while the owner is surely alive.</summary>
    public nint Raw => handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Dnnl.EngineDestroy(handle) == DnnlStatus.Success;
}
