namespace Lathe.Tensors.OneDnn.Native;

/// <summary>dnnl_status_t.</summary>
internal enum DnnlStatus
{
    Success = 0,
    OutOfMemory = 1,
    InvalidArguments = 2,
    Unimplemented = 3,
    IteratorEnds = 4,
    RuntimeError = 5,
    NotRequired = 6,
}
