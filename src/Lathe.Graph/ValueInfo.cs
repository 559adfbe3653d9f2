using System.Collections.Immutable;
using Lathe.Tensors;

namespace Lathe.Graph;

/// <summary>A declared input or output: its name, element type and shape (null when undeclared).</summary>
public sealed record ValueInfo(string Name, DType Type, ImmutableArray<Dimension>? Shape)
{
    /// <summary>The shape with an unknown first dimension bound to <paramref name="batch"/> and other unknown ones to <paramref name="other"/>.</summary>
    public Shape Bind(int batch, int other = 1)
    {
        if (Shape is not { } shape)
        {
            return Tensors.Shape.Scalar;
        }

        int[] dimensions = new int[shape.Length];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = shape[i].Value ?? (i == 0 ? batch : shape.Length > 2 || i < shape.Length - 1 ? 1 : other);
        }

        return new Shape(dimensions);
    }

    /// <inheritdoc/>
    public override string ToString() => Shape is { } shape ? $"{Name}: {Type.ShortName()}[{string.Join(", ", shape)}]" : $"{Name}: {Type.ShortName()}";
}
