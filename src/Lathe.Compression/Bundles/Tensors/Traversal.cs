using Lathe.Tensors;

namespace Lathe.Compression.Bundles.Tensors;

/// <summary>An order in which the elements of a tensor are visited, seen as a matrix.</summary>
internal readonly struct Traversal
{
    private readonly int _outer;
    private readonly int _middle;
    private readonly int _inner;

    private Traversal(byte kind, int outer, int middle, int inner) => (Kind, _outer, _middle, _inner) = (kind, outer, middle, inner);

    /// <summary>0 as stored; 1 by columns; 2 with the second axis (input channels) innermost.</summary>
    public byte Kind { get; }

    /// <summary>Columns of the matrix in this order.</summary>
    public int Columns => Kind == 1 ? _outer : _middle * _inner;

    /// <summary>The orders a shape has.</summary>
    public static IEnumerable<Traversal> Of(Shape shape)
    {
        for (byte kind = 0; kind < (shape.Rank < 2 ? 1 : shape.Rank < 3 ? 2 : 3); kind++)
        {
            yield return Of(shape, kind)!.Value;
        }
    }

    /// <summary>One order; null when a shape does not have it.</summary>
    public static Traversal? Of(Shape shape, byte kind) => shape.Rank < kind || kind > 2 || shape.Count == 0 ? null
        : kind == 2 ? new Traversal(2, shape[0], shape.Rank > 1 ? shape[1] : 1, shape.Product(Math.Min(2, shape.Rank), shape.Rank))
        : new Traversal(kind, shape.Rank < 2 ? 1 : shape[0], 1, shape.Rank < 2 ? shape.Count : shape.Product(1, shape.Rank));

    /// <summary>The place of the i-th element visited.</summary>
    public int Place(int i)
    {
        switch (Kind)
        {
            case 1:
                return (i % _outer * _inner) + (i / _outer);
            case 2:
                int within = i % (_middle * _inner);
                return i - within + (within % _middle * _inner) + (within / _middle);
            default:
                return i;
        }
    }
}
