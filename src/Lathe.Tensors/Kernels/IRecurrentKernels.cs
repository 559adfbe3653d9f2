namespace Lathe.Tensors.Kernels;

/// <summary>
/// Recurrent layers over whole sequences in binary32 (<c>inputType</c> bfloat16 lets the products run in bfloat16). x is [T, N, I], hidden sequences [T, N, H]. Weights are row-major as ONNX stores
/// them for one direction: w [G H, I], r [G H, H], bias [2 G H] (input part, then recurrent part), gate order LSTM i,o,f,c
/// and GRU z,r,h. h0 and c0 are [N, H] or null for zeros.
/// </summary>
public unsafe interface IRecurrentKernels
{
    /// <summary>Floats that an LSTM forward pass saves for its backward pass.</summary>
    long LstmWorkspace(in RecurrentGeometry geometry);

    /// <summary>LSTM forward; y [T, N, H], hn and cn [N, H]. workspace null = inference.</summary>
    void LstmForward(in RecurrentGeometry geometry, DType computeType, float* x, float* w, float* r, float* bias, float* h0, float* c0, float* y, float* hn, float* cn, float* workspace);

    /// <summary>LSTM backward; dy, dhn, dcn may be null (zero). Every written gradient may be null and is overwritten; dbias is [8 H].</summary>
    void LstmBackward(in RecurrentGeometry geometry, DType computeType, float* x, float* w, float* r, float* bias, float* h0, float* c0, float* y, float* workspace, float* dy, float* dhn, float* dcn, float* dx, float* dw, float* dr, float* dbias, float* dh0, float* dc0);

    /// <summary>Floats that a GRU forward pass saves for its backward pass.</summary>
    long GruWorkspace(in RecurrentGeometry geometry);

    /// <summary>GRU forward; linearBeforeReset as ONNX defines it.</summary>
    void GruForward(in RecurrentGeometry geometry, DType computeType, bool linearBeforeReset, float* x, float* w, float* r, float* bias, float* h0, float* y, float* hn, float* workspace);

    /// <summary>GRU backward; see <see cref="LstmBackward"/>.</summary>
    void GruBackward(in RecurrentGeometry geometry, DType computeType, bool linearBeforeReset, float* x, float* w, float* r, float* bias, float* h0, float* y, float* workspace, float* dy, float* dhn, float* dx, float* dw, float* dr, float* dbias, float* dh0);
}
