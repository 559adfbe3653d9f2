using System.Diagnostics.CodeAnalysis;

namespace Lathe.Tensors;

/// <summary>The logical dimensions of a tensor in ONNX order ([N, C, H, W] for images); immutable.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly int[]? _dimensions;

    /// <summary>Creates a shape; no dimension may be negative.</summary>
    /// <exception cref="ShapeException">A dimension is negative or the element count exceeds 2^31-1.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        long count = 1;
        foreach (int dimension in dimensions)
        {
            if (dimension < 0)
            {
                throw new ShapeException($"Shape [{Join(dimensions)}] has a negative dimension. Dimensions are counts, at least 0.");
            }

            count *= dimension;
            if (count > int.MaxValue)
            {
                throw new ShapeException($"Shape [{Join(dimensions)}] has more than {int.MaxValue} elements. Use a smaller batch or split the tensor.");
            }
        }

        _dimensions = dimensions.ToArray();
        Count = (int)count;
        HasCount = true;
    }

    /// <summary>The shape of one number: rank 0, one element.</summary>
    public static Shape Scalar { get; } = new([]);

    private bool HasCount { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => _dimensions?.Length ?? 0;

    /// <summary>The number of elements; 1 for a scalar.</summary>
    public int Count => HasCount ? field : 1;

    /// <summary>The dimensions, outermost first.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    /// <summary>One dimension; negative indices count from the end.</summary>
    public int this[int axis] => _dimensions![axis < 0 ? axis + _dimensions.Length : axis];

    /// <summary>Turns an axis in -rank..rank-1 into 0..rank-1.</summary>
    /// <exception cref="ShapeException">The axis is outside.</exception>
    public int Axis(int axis)
    {
        if (axis < -Rank || axis >= Rank)
        {
            throw new ShapeException($"Axis {axis} is outside a tensor of shape {this}: it must lie in {-Rank}..{Rank - 1}.");
        }

        return axis < 0 ? axis + Rank : axis;
    }

    /// <summary>The same shape with one dimension replaced.</summary>
    public Shape With(int axis, int value)
    {
        int[] copy = Dimensions.ToArray();
        copy[Axis(axis)] = value;
        return new Shape(copy);
    }

    /// <summary>The product of the dimensions from <paramref name="from"/> up to but without <paramref name="to"/>.</summary>
    public int Product(int from, int to)
    {
        int product = 1;
        for (int i = from; i < to; i++)
        {
            product *= _dimensions![i];
        }

        return product;
    }

    /// <summary>The shape that both broadcast to by NumPy's rule.</summary>
    /// <exception cref="ShapeException">Two aligned dimensions differ and neither is 1.</exception>
    public static Shape Broadcast(Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        Span<int> result = stackalloc int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int l = i <= left.Rank ? left[-i] : 1;
            int r = i <= right.Rank ? right[-i] : 1;
            if (l != r && l != 1 && r != 1)
            {
                throw new ShapeException($"Shapes {left} and {right} do not broadcast: dimensions {l} and {r}, counted {i} from the right, differ and neither is 1.");
            }

            result[^i] = l == 1 ? r : l;
        }

        return new Shape(result);
    }

    /// <summary>Compares dimensions.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Compares dimensions.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int dimension in Dimensions)
        {
            hash.Add(dimension);
        }

        return hash.ToHashCode();
    }

    /// <summary>The dimensions as text: [32, 3, 28, 28].</summary>
    public override string ToString() => $"[{Join(Dimensions)}]";

    private static string Join(ReadOnlySpan<int> dimensions) => string.Join(", ", dimensions.ToArray());
}
