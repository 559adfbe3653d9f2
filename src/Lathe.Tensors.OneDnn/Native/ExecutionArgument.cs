using System.Runtime.InteropServices;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>dnnl_exec_arg_t: which argument, and the memory object for it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ExecutionArgument
{
    public int Argument;
    public nint Memory;
}
