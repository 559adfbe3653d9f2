using System.Runtime.InteropServices;

namespace Lathe.OnnxRuntime.Native;

/// <summary>One native object, released through its entry of the table.</summary>
internal sealed unsafe class OrtHandle : SafeHandle
{
    private readonly int _release;

    public OrtHandle(nint value, int release)
        : base(0, ownsHandle: true)
    {
        _release = release;
        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    public nint Value => !IsClosed ? handle : throw new ObjectDisposedException(nameof(OrtHandle));

    protected override bool ReleaseHandle()
    {
        ((delegate* unmanaged<nint, void>)OrtTable.Entry(_release))(handle);
        return true;
    }
}
