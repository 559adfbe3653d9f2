namespace Lathe.Tensors.OneDnn.Native;

/// <summary>Turns a status into an exception.</summary>
internal static class DnnlStatusExtensions
{
    /// <summary>Throws unless the status is success.</summary>
    /// <param name="status">What the call returned.</param>
    /// <param name="operation">The operation and its shapes, as the message should name them.</param>
    /// <exception cref="KernelException">It is not.</exception>
    public static void Check(this DnnlStatus status, string operation)
    {
        if (status != DnnlStatus.Success)
        {
            throw new KernelException($"oneDNN could not run {operation}: status {(int)status} ({status}). Set LATHE_BACKEND=managed to run without oneDNN.");
        }
    }
}
