namespace Lathe.Graph.Ops.Select;

/// <summary>Turns indices along an axis, or index tuples, into flat places.</summary>
internal static class ElementPlaces
{
    /// <summary>The flat place in a tensor of <paramref name="shape"/> of each element of an index tensor along one axis.</summary>
    public static long[] Flat(Node node, Tensors.Shape shape, Tensors.Shape indexShape, long[] indices, int axis)
    {
        long[] flat = new long[indices.Length];
        for (int i = 0; i < flat.Length; i++)
        {
            long place = 0, stride = 1, rest = i;
            for (int d = shape.Rank - 1; d >= 0; d--)
            {
                long index = rest % indexShape[d];
                rest /= indexShape[d];
                place += (d == axis ? Wrap(node, indices[i], shape[d]) : index) * stride;
                stride *= shape[d];
            }

            flat[i] = place;
        }

        return flat;
    }

    /// <summary>The flat place of the first element that an index tuple points at.</summary>
    public static long OfTuple(Node node, Tensors.Shape shape, int firstAxis, ReadOnlySpan<long> tuple)
    {
        long place = 0;
        for (int d = 0; d < tuple.Length; d++)
        {
            place = (place * shape[firstAxis + d]) + Wrap(node, tuple[d], shape[firstAxis + d]);
        }

        return place;
    }

    private static long Wrap(Node node, long index, int size)
    {
        long place = index < 0 ? index + size : index;
        return (ulong)place < (ulong)size ? place : throw new InvalidInputException($"{node.Describe()}: index {index} is outside an axis of {size}.");
    }
}
