namespace Lathe.Tensors.OneDnn.Pooling;

/// <summary>The poolings oneDNN computes here.</summary>
internal enum PoolingKind
{
    MaxForward,
    AverageForward,
    AverageBackward,
}
