using Lathe.Tensors;

namespace Lathe.Compression.Sparsity.Storage;

/// <summary>The groups of M neighbours along one axis of a weight; the last of a line may be shorter.</summary>
internal readonly struct NeighbourGroups
{
    private readonly int _length;
    private readonly int _inner;
    private readonly int _of;
    private readonly int _each;

    public NeighbourGroups(Shape shape, int axis, int of)
    {
        (_length, _inner, _of) = (shape[axis], shape.Product(axis + 1, shape.Rank), of);
        _each = (_length + of - 1) / of;
        Count = shape.Product(0, axis) * _inner * _each;
    }

    /// <summary>The number of groups; those of one line follow each other.</summary>
    public int Count { get; }

    /// <summary>Elements of a group.</summary>
    public int Size(int group) => Math.Min(_of, _length - (group % _each * _of));

    /// <summary>Where an element of a group lies in memory.</summary>
    public int Index(int group, int element)
    {
        int line = group / _each, outer = line / _inner, inner = line % _inner;
        return (((outer * _length) + (group % _each * _of) + element) * _inner) + inner;
    }
}
