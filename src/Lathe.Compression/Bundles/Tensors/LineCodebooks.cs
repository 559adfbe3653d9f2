using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Bundles.Tensors;

/// <summary>
/// A weight whose lines (output channels) each have few values of their own: binary, ternary and rounded weights after a scale per channel was
/// multiplied in. Every line has a codebook; the elements are places in it.
/// </summary>
internal static class LineCodebooks
{
    private const int MostEntries = 256;

    /// <summary>The shorter code by rows or by columns; null where some line has too many values.</summary>
    public static byte[]? Encode(TensorData data) =>
        data.Shape.Rank < 2 || data.Count == 0 ? null : new byte[] { 0, 1 }.Select(axis => Encode(data, axis)).OfType<byte[]>().MinBy(c => c.Length);

    public static void Decode(ReadOnlyMemory<byte> body, int size, Shape shape, byte[] target)
    {
        var reader = new ByteReader(body);
        byte axis = reader.Byte();
        if (axis > 1 || shape.Rank < 2 || shape.Count == 0)
        {
            throw BundleFormat.Damaged($"a tensor of shape {shape} has no lines along axis {axis}");
        }

        var lines = new Lines(shape, axis);
        byte[] lengths = new byte[lines.Count];
        ValueCoding.Decode(reader.Chunk(), 1, lengths);
        if (lengths.Sum(l => l + 1L) > shape.Count)
        {
            throw BundleFormat.Damaged($"a tensor of shape {shape} has more codebook entries than elements");
        }

        int[] starts = Starts(lengths);
        byte[] books = new byte[starts[^1] * size];
        ValueCoding.Decode(reader.Chunk(), size, books);
        ushort[] symbols = new ushort[shape.Count];
        SymbolCoding.Decode(reader.Bytes(reader.Left).Span, lengths.Max() + 1, symbols);
        for (int i = 0; i < symbols.Length; i++)
        {
            int line = lines.Of(i);
            if (symbols[i] > lengths[line])
            {
                throw BundleFormat.Damaged($"element {i} is entry {symbols[i]} of a codebook of {lengths[line] + 1}");
            }

            books.AsSpan((starts[line] + symbols[i]) * size, size).CopyTo(target.AsSpan(i * size));
        }
    }

    private static byte[]? Encode(TensorData data, byte axis)
    {
        int size = data.Type.Size();
        var lines = new Lines(data.Shape, axis);
        ReadOnlySpan<byte> elements = data.Bytes.Span;
        if (Books(elements, size, lines) is not { } books)
        {
            return null;
        }

        ushort[] symbols = new ushort[data.Count];
        for (int i = 0; i < symbols.Length; i++)
        {
            symbols[i] = (ushort)Array.BinarySearch(books[lines.Of(i)], ElementBits.Read(elements, i, size));
        }

        byte[] values = new byte[books.Sum(b => b.Length) * size];
        int next = 0;
        foreach (ulong value in books.SelectMany(b => b))
        {
            ElementBits.Write(values, next++, size, value);
        }

        var writer = new ByteWriter();
        writer.Byte((byte)TensorKind.LineCodebooks);
        writer.Byte(axis);
        writer.Chunk(ValueCoding.Encode(Array.ConvertAll(books, b => (byte)(b.Length - 1)), 1));
        writer.Chunk(ValueCoding.Encode(values, size));
        writer.Bytes(SymbolCoding.Encode(symbols, books.Max(b => b.Length)));
        return writer.ToBytes();
    }

    // Half as many values as elements would not be worth their codebooks.
    private static ulong[][]? Books(ReadOnlySpan<byte> elements, int size, Lines lines)
    {
        int most = Math.Min(MostEntries, lines.Length / 2);
        var books = new HashSet<ulong>[lines.Count];
        for (int i = 0; i < elements.Length / size; i++)
        {
            HashSet<ulong> book = books[lines.Of(i)] ??= [];
            if (book.Add(ElementBits.Read(elements, i, size)) && book.Count > most)
            {
                return null;
            }
        }

        return Array.ConvertAll(books, b => b.Order().ToArray());
    }

    // Where the codebook of each line starts, and at the end how many entries there are; a length is stored as one less than it is.
    private static int[] Starts(byte[] lengths)
    {
        int[] starts = new int[lengths.Length + 1];
        for (int line = 0; line < lengths.Length; line++)
        {
            starts[line + 1] = starts[line] + lengths[line] + 1;
        }

        return starts;
    }

    // The lines of a shape: along the first axis, or along the last (weights that are multiplied from the right).
    private readonly struct Lines(Shape shape, byte axis)
    {
        public int Count { get; } = axis == 0 ? shape[0] : shape[shape.Rank - 1];

        public int Length => shape.Count / Count;

        public int Of(int element) => axis == 0 ? element / Length : element % Count;
    }
}
