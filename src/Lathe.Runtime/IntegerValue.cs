using Lathe.Tensors;

namespace Lathe.Runtime;

/// <summary>A tensor of codes in an integer graph; images are [N, H, W, C].</summary>
/// <param name="Name">Unique in its graph.</param>
/// <param name="Type">Int8 or Int16; Float32 in a network that nobody quantized.</param>
/// <param name="Shape">The dimensions; the last one is contiguous.</param>
public sealed record IntegerValue(string Name, DType Type, Shape Shape)
{
    /// <summary>The size in bytes.</summary>
    public int Bytes => Shape.Count * Type.Size();

    /// <inheritdoc/>
    public override string ToString() => $"'{Name}' {Type.ShortName()}{Shape}";
}
