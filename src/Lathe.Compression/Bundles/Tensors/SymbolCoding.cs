using System.Numerics;
using Lathe.Compression.Coding;

namespace Lathe.Compression.Bundles.Tensors;

/// <summary>A list of symbols in the shortest of the codes: a byte for its kind, then the code.</summary>
internal static class SymbolCoding
{
    // Learned probabilities are slow: longer lists do without.
    private const int MostAdaptive = 1 << 21, MostTableAlphabet = 1 << 14;
    private static readonly int[] s_scales = [9, 11, 13, 15];

    public static byte[] Encode(ReadOnlySpan<ushort> symbols, int alphabet)
    {
        byte[] best = Plain(symbols, alphabet);
        long[] counts = SymbolCounts.Of(symbols, alphabet);
        if (alphabet > 1 && symbols.Length > 0 && SymbolCounts.Entropy(counts) * symbols.Length / 8 < best.Length - 4)
        {
            if (alphabet <= MostTableAlphabet)
            {
                best = Shorter(best, Huffman(symbols, counts));
                best = Shorter(best, Rans(symbols, counts, best.Length));
            }

            best = symbols.Length <= MostAdaptive ? Shorter(best, Adaptive(symbols, alphabet)) : best;
        }

        return best;
    }

    public static void Decode(ReadOnlySpan<byte> bytes, int alphabet, Span<ushort> symbols)
    {
        if (bytes.Length == 0)
        {
            throw BundleFormat.Damaged("a list of symbols is empty");
        }

        ReadOnlySpan<byte> body = bytes[1..];
        switch ((SymbolKind)bytes[0])
        {
            case SymbolKind.Plain:
                DecodePlain(body, alphabet, symbols);
                return;
            case SymbolKind.Huffman:
                var bits = new BitReader(body);
                HuffmanCode.Read(ref bits, alphabet).Decode(ref bits, symbols);
                return;
            case SymbolKind.Rans:
                var table = new BitReader(body);
                RansModel model = RansModel.Read(ref table, alphabet);
                var decoder = new RansDecoder(model, body[(int)(body.Length - (table.BitsLeft / 8))..]);
                decoder.Decode(symbols);
                decoder.Finish();
                return;
            case SymbolKind.Adaptive:
                var range = new RangeDecoder(body);
                new SymbolTree(Bits(alphabet)).Decode(ref range, symbols);
                Check(symbols, alphabet);
                return;
            default:
                throw BundleFormat.Damaged($"a list of symbols is coded in an unknown way ({bytes[0]})");
        }
    }

    private static byte[] Plain(ReadOnlySpan<ushort> symbols, int alphabet)
    {
        int bits = Bits(alphabet);
        BitWriter writer = Start(SymbolKind.Plain, (long)bits * symbols.Length);
        foreach (ushort symbol in symbols)
        {
            writer.Write(symbol, bits);
        }

        return writer.ToBytes();
    }

    private static void DecodePlain(ReadOnlySpan<byte> body, int alphabet, Span<ushort> symbols)
    {
        int bits = Bits(alphabet);
        var reader = new BitReader(body);
        for (int i = 0; i < symbols.Length; i++)
        {
            symbols[i] = (ushort)reader.Read(bits);
        }

        Check(symbols, alphabet);
    }

    private static byte[] Huffman(ReadOnlySpan<ushort> symbols, long[] counts)
    {
        HuffmanCode code = HuffmanCode.FromCounts(counts);
        BitWriter writer = Start(SymbolKind.Huffman, code.Measure(counts) + (8L * counts.Length));
        code.Write(writer);
        code.Encode(symbols, writer);
        return writer.ToBytes();
    }

    private static byte[]? Rans(ReadOnlySpan<ushort> symbols, long[] counts, int toBeat)
    {
        byte[]? best = null;
        int used = counts.Length - counts.AsSpan().Count(0L);
        foreach (int scale in s_scales.Where(s => used <= 1 << s))
        {
            RansModel model = RansModel.FromCounts(counts, scale);
            BitWriter writer = Start(SymbolKind.Rans, 0);
            model.Write(writer);
            byte[] head = writer.ToBytes();
            if (head.Length + (model.Measure(counts) / 8) >= Math.Min(toBeat, best?.Length ?? int.MaxValue))
            {
                continue;
            }

            byte[] buffer = new byte[RansEncoder.MostBytes(symbols.Length)];
            best = Shorter([.. head, .. buffer[^RansEncoder.Encode(model, symbols, buffer)..]], best);
        }

        return best;
    }

    private static byte[] Adaptive(ReadOnlySpan<ushort> symbols, int alphabet)
    {
        var coder = new RangeEncoder();
        new SymbolTree(Bits(alphabet)).Encode(coder, symbols);
        return [(byte)SymbolKind.Adaptive, .. coder.Finish()];
    }

    private static BitWriter Start(SymbolKind kind, long bits)
    {
        var writer = new BitWriter();
        writer.Reserve(bits + 8);
        writer.Write((uint)kind, 8);
        return writer;
    }

    private static byte[] Shorter(byte[] one, byte[]? other) => other is null || one.Length <= other.Length ? one : other;

    private static int Bits(int alphabet) => alphabet < 2 ? 0 : BitOperations.Log2((uint)alphabet - 1) + 1;

    private static void Check(ReadOnlySpan<ushort> symbols, int alphabet)
    {
        foreach (ushort symbol in symbols)
        {
            if (symbol >= alphabet)
            {
                throw BundleFormat.Damaged($"symbol {symbol} is outside an alphabet of {alphabet}");
            }
        }
    }
}
