using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.OneDnn;

/// <summary>The backend chosen at start, and one line that says which and why.</summary>
/// <param name="Backend">The kernels to use.</param>
/// <param name="Report">For the user, once: "onednn (oneDNN 2.6.3, 2 threads)" or why it is not that.</param>
public sealed record BackendSelection(KernelBackend Backend, string Report);
