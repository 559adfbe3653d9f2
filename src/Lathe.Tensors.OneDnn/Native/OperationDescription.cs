using System.Runtime.InteropServices;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>
/// Room for any operation description of oneDNN 2.x (dnnl_convolution_desc_t has 5976 bytes, dnnl_rnn_desc_t, the largest, 15344).
/// The library fills and reads it; nothing in it is known here.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 16384)]
internal struct OperationDescription
{
    private readonly long _alignment;
}
