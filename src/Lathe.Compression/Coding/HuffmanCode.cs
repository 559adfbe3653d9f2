using System.Numerics;

namespace Lathe.Compression.Coding;

/// <summary>
/// A canonical Huffman code (Huffman 1952; Schwartz and Kallick 1964): the lengths alone say the code, shorter codes first and
/// equal ones in the order of their symbols. A message is at most one bit per symbol longer than its entropy.
/// </summary>
public sealed class HuffmanCode
{
    /// <summary>The longest code ever made; longer ones would cost more to decode than they save.</summary>
    public const int Longest = 20;

    private readonly byte[] _lengths;
    private readonly uint[] _codes;
    private readonly HuffmanTable _table;

    private HuffmanCode(byte[] lengths)
    {
        _lengths = lengths;
        _codes = HuffmanTable.Codes(lengths);
        _table = new HuffmanTable(lengths);
    }

    /// <summary>The length of each symbol's code in bits.</summary>
    public ReadOnlySpan<byte> Lengths => _lengths;

    /// <summary>The shortest code for these counts.</summary>
    public static HuffmanCode FromCounts(ReadOnlySpan<long> counts) => FromLengths(HuffmanLengths.Of(counts, Longest), Only(counts));

    /// <summary>Reads a code that <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The lengths are no complete prefix code.</exception>
    public static HuffmanCode Read(ref BitReader reader, int alphabet)
    {
        byte[] lengths = new byte[alphabet];
        int previous = 0;
        for (int i = 0; i < alphabet; i++)
        {
            uint coded = reader.ReadGamma() - 1;
            long length = previous + ((coded & 1) == 0 ? coded >> 1 : -(long)((coded + 1) >> 1));
            if (length is < 0 or > Longest)
            {
                throw Damaged($"the code of symbol {i} has {length} bits; 0 to {Longest} are allowed");
            }

            previous = lengths[i] = (byte)length;
        }

        int only = lengths.All(l => l == 0) ? (int)reader.ReadGamma() - 1 : -1;
        return FromLengths(lengths, only);
    }

    /// <summary>Writes the code itself: the difference of each length to the one before.</summary>
    public void Write(BitWriter writer)
    {
        int previous = 0;
        foreach (byte length in _lengths)
        {
            int difference = length - previous;
            writer.WriteGamma((uint)(difference >= 0 ? 2 * difference : (-2 * difference) - 1) + 1);
            previous = length;
        }

        if (_table.Only is { } only)
        {
            writer.WriteGamma((uint)only + 1);
        }
    }

    /// <summary>The bits a message of these counts takes.</summary>
    public long Measure(ReadOnlySpan<long> counts)
    {
        long bits = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            bits += counts[i] * _lengths[i];
        }

        return bits;
    }

    /// <summary>Writes symbols; allocates only where the writer has no room.</summary>
    public void Encode(ReadOnlySpan<ushort> symbols, BitWriter writer)
    {
        foreach (ushort symbol in symbols)
        {
            writer.Write(_codes[symbol], _lengths[symbol]);
        }
    }

    /// <summary>Reads as many symbols as fit; call it again for the next ones.</summary>
    /// <exception cref="InvalidInputException">The stream ends too early.</exception>
    public void Decode(ref BitReader reader, Span<ushort> symbols) => _table.Decode(ref reader, symbols);

    private static HuffmanCode FromLengths(byte[] lengths, int only)
    {
        long space = lengths.Where(l => l > 0).Sum(l => 1L << (Longest - l));
        if (space == 0 ? only < 0 || only >= lengths.Length : space != 1L << Longest)
        {
            throw Damaged("its lengths are not those of a complete prefix code");
        }

        var code = new HuffmanCode(lengths);
        code._table.Only = space == 0 ? (ushort)only : null;
        return code;
    }

    private static int Only(ReadOnlySpan<long> counts) => Math.Max(0, counts.IndexOfAnyExcept(0));

    private static InvalidInputException Damaged(string why) => new($"A Huffman code is damaged: {why}. Get the file again.");
}
