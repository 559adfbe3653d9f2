using Lathe.Tensors;

namespace Lathe.Graph.Ops;

/// <summary>Element type and concrete shape of a value.</summary>
public readonly record struct TensorType(DType Type, Shape Shape)
{
    /// <summary>The size in bytes.</summary>
    public long Bytes => (long)Shape.Count * Type.Size();

    /// <inheritdoc/>
    public override string ToString() => $"{Type.ShortName()}{Shape}";
}
