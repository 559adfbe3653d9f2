using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.OneDnn.Pooling;

/// <summary>Decides whether oneDNN serves a pooling, from its arguments alone.</summary>
internal delegate bool PoolingChooser(in PoolGeometry geometry, PoolingKind kind);
