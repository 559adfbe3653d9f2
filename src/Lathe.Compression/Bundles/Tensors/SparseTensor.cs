using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Bundles.Tensors;

/// <summary>A tensor with zeros: a traversal, the pattern in that order, and the elements it says are there.</summary>
internal static class SparseTensor
{
    private const int Chances = 3, MostReordered = 1 << 24;

    /// <summary>The shortest code, or null where fewer than one element in sixteen is zero.</summary>
    public static byte[]? Encode(TensorData data)
    {
        int size = data.Type.Size(), count = data.Count;
        bool[] stored = new bool[count];
        for (int i = 0; i < count; i++)
        {
            stored[i] = ElementBits.Read(data.Bytes.Span, i, size) != 0;
        }

        int elements = stored.Count(s => s);
        if (count < 16 || count - elements < count / 16)
        {
            return null;
        }

        // Values differ little between orders: patterns are compared first, and only the best few are completed.
        var candidates = new List<(Traversal Order, byte[] Code, bool[] Kept)>();
        foreach (Traversal order in Traversal.Of(data.Shape).Take(count > MostReordered ? 1 : 3))
        {
            bool[] occupied = new bool[count];
            for (int i = 0; i < count; i++)
            {
                occupied[i] = stored[order.Place(i)];
            }

            candidates.AddRange(PatternCoding.Encode(occupied, order.Columns).Select(code => (order, code, occupied)));
            candidates.AddRange(BlockPattern.Encode(occupied, order.Columns).Select(b => (order, b.Code, b.Kept)));
        }

        return candidates.OrderBy(c => c.Code.Length + ((c.Kept.Count(k => k) - elements) * size)).Take(Chances).Select(c => Whole(data, c.Order, c.Code, c.Kept)).MinBy(c => c.Length);
    }

    public static void Decode(ReadOnlyMemory<byte> body, int size, Shape shape, byte[] target)
    {
        var reader = new ByteReader(body);
        Traversal order = Traversal.Of(shape, reader.Byte()) ?? throw BundleFormat.Damaged($"a tensor of shape {shape} has no such order of elements");
        bool[] occupied = new bool[shape.Count];
        ReadOnlyMemory<byte> pattern = reader.Chunk();
        if (pattern.Length > 0 && pattern.Span[0] == (byte)PatternKind.Blocks)
        {
            BlockPattern.Decode(pattern, order.Columns, occupied);
        }
        else
        {
            PatternCoding.Decode(pattern, order.Columns, occupied);
        }

        byte[] elements = new byte[occupied.AsSpan().Count(true) * size];
        ValueCoding.Decode(reader.Bytes(reader.Left), size, elements);
        for (int i = 0, next = 0; i < occupied.Length; i++)
        {
            if (occupied[i])
            {
                elements.AsSpan(next, size).CopyTo(target.AsSpan(order.Place(i) * size));
                next += size;
            }
        }
    }

    private static byte[] Whole(TensorData data, Traversal order, byte[] pattern, bool[] kept)
    {
        int size = data.Type.Size();
        byte[] elements = new byte[kept.AsSpan().Count(true) * size];
        for (int i = 0, next = 0; i < kept.Length; i++)
        {
            if (kept[i])
            {
                data.Bytes.Span.Slice(order.Place(i) * size, size).CopyTo(elements.AsSpan(next));
                next += size;
            }
        }

        var writer = new ByteWriter();
        writer.Byte((byte)TensorKind.Sparse);
        writer.Byte(order.Kind);
        writer.Chunk(pattern);
        writer.Bytes(ValueCoding.Encode(elements, size));
        return writer.ToBytes();
    }
}
