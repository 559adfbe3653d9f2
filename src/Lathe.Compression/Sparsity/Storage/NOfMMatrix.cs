using Lathe.Tensors;

namespace Lathe.Compression.Sparsity.Storage;

/// <summary>
/// A weight with at most N of every M neighbours along one axis different from zero, as sparse tensor cores read it: N values for each group of M,
/// and for each value its place in the group in <c>ceil(log2 M)</c> bits (2 for 2:4).
/// </summary>
public sealed class NOfMMatrix
{
    private readonly float[] _values;
    private readonly byte[] _places;

    private NOfMMatrix(Shape shape, int axis, int keep, int of, float[] values, byte[] places) =>
        (Shape, Axis, Keep, Of, _values, _places) = (shape, axis, keep, of, values, places);

    /// <summary>The shape of the weight.</summary>
    public Shape Shape { get; }

    /// <summary>The axis groups run along.</summary>
    public int Axis { get; }

    /// <summary>N: values kept of a group.</summary>
    public int Keep { get; }

    /// <summary>M: elements of a group.</summary>
    public int Of { get; }

    /// <summary>The values, N for each group.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Their places in their groups, as a stream of bits.</summary>
    public ReadOnlySpan<byte> Places => _places;

    /// <summary>Bytes of values and places.</summary>
    public long Bytes => ((long)_values.Length * sizeof(float)) + _places.Length;

    /// <summary>Packs a weight.</summary>
    /// <exception cref="InvalidInputException">A group has more than N values.</exception>
    public static NOfMMatrix Encode(ReadOnlySpan<float> weight, Shape shape, int axis, int keep, int of)
    {
        var groups = new NeighbourGroups(shape, axis, of);
        float[] values = new float[groups.Count * keep];
        int bits = BitStream.Width(of);
        byte[] places = new byte[BitStream.Bytes(values.Length, bits)];
        Span<int> chosen = stackalloc int[keep];
        for (int g = 0; g < groups.Count; g++)
        {
            Choose(weight, groups, g, chosen, of);
            for (int k = 0; k < keep; k++)
            {
                values[(g * keep) + k] = chosen[k] < groups.Size(g) ? weight[groups.Index(g, chosen[k])] : 0;
                BitStream.Write(places, (g * keep) + k, bits, chosen[k]);
            }
        }

        return new NOfMMatrix(shape, axis, keep, of, values, places);
    }

    /// <summary>A packed weight from its parts, as a file holds them.</summary>
    /// <exception cref="InvalidInputException">The parts do not fit the shape, or a place lies outside its group.</exception>
    public static NOfMMatrix FromParts(Shape shape, int axis, int keep, int of, float[] values, byte[] places)
    {
        bool sane = axis >= 0 && axis < shape.Rank && keep >= 1 && of >= keep && of <= ushort.MaxValue;
        var groups = sane ? new NeighbourGroups(shape, axis, of) : default;
        if (!sane || values.Length != (long)groups.Count * keep || places.Length != BitStream.Bytes(values.Length, BitStream.Width(of)))
        {
            throw new InvalidInputException($"{values.Length} values and {places.Length} bytes of places are no {keep}:{of} weight of shape {shape} along axis {axis}. The file is damaged.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0 && BitStream.Read(places, i, BitStream.Width(of)) >= groups.Size(i / keep))
            {
                throw new InvalidInputException($"Value {i} of a {keep}:{of} weight lies outside its group. The file is damaged.");
            }
        }

        return new NOfMMatrix(shape, axis, keep, of, values, places);
    }

    /// <summary>The weight again, bit for bit.</summary>
    public float[] Decode()
    {
        float[] weight = new float[Shape.Count];
        var groups = new NeighbourGroups(Shape, Axis, Of);
        int bits = BitStream.Width(Of);
        for (int i = 0; i < _values.Length; i++)
        {
            int place = BitStream.Read(_places, i, bits), group = i / Keep;
            if (place < groups.Size(group))
            {
                weight[groups.Index(group, place)] = _values[i];
            }
        }

        return weight;
    }

    /// <summary>Computes <c>y += W x</c> of a weight [rows, columns] packed along its columns, reading N of M inputs.</summary>
    public void MultiplyAdd(ReadOnlySpan<float> x, Span<float> y)
    {
        if (Shape.Rank != 2 || Axis != 1 || x.Length != Shape[1] || y.Length != Shape[0])
        {
            throw new ShapeException($"A {Keep}:{Of} weight {Shape} packed along axis {Axis} does not multiply {x.Length} inputs to {y.Length} outputs: it must be [outputs, inputs] packed along inputs.");
        }

        int groups = (Shape[1] + Of - 1) / Of, bits = BitStream.Width(Of);
        for (int row = 0, at = 0; row < y.Length; row++)
        {
            for (int group = 0; group < groups; group++)
            {
                for (int k = 0; k < Keep; k++, at++)
                {
                    int column = (group * Of) + BitStream.Read(_places, at, bits);
                    y[row] += column < x.Length ? _values[at] * x[column] : 0;
                }
            }
        }
    }

    // Elements with any bit set come first; the lowest free places fill up, so that equal weights pack to equal bytes.
    private static void Choose(ReadOnlySpan<float> weight, NeighbourGroups groups, int group, Span<int> chosen, int of)
    {
        int count = 0, size = groups.Size(group);
        Span<bool> taken = stackalloc bool[of];
        for (int k = 0; k < size; k++)
        {
            if (BitConverter.SingleToInt32Bits(weight[groups.Index(group, k)]) != 0)
            {
                if (count == chosen.Length)
                {
                    throw new InvalidInputException($"Group {group} of a weight has more than {chosen.Length} values in {of}. Prune it {chosen.Length}:{of} first.");
                }

                chosen[count++] = k;
                taken[k] = true;
            }
        }

        for (int k = 0; count < chosen.Length; k++)
        {
            if (!taken[k])
            {
                chosen[count++] = k;
            }
        }

        chosen.Sort();
    }
}
