namespace Lathe.Training.Data.Images;

/// <summary>A Huffman code of JPEG: how many codes of each length, and their symbols.</summary>
internal sealed class JpegHuffman
{
    private readonly int[] _largest = new int[17];
    private readonly int[] _offset = new int[17];
    private readonly byte[] _symbols;

    private JpegHuffman(byte[] symbols) => _symbols = symbols;

    /// <summary>Builds a code, or gives null where the counts are no code.</summary>
    public static JpegHuffman? TryCreate(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        var table = new JpegHuffman(symbols.ToArray());
        int code = 0, at = 0;
        for (int length = 1; length <= 16; length++)
        {
            table._offset[length] = at - code;
            code += counts[length - 1];
            at += counts[length - 1];
            table._largest[length] = counts[length - 1] > 0 ? code - 1 : -1;
            if (code > 1 << length)
            {
                return null;
            }

            code <<= 1;
        }

        return at == symbols.Length ? table : null;
    }

    /// <summary>Reads a symbol; -1 where no code fits.</summary>
    public int Read(ref JpegBits bits)
    {
        int code = 0;
        for (int length = 1; length <= 16; length++)
        {
            code = (code << 1) | bits.Read(1);
            if (_largest[length] >= code)
            {
                int index = code + _offset[length];
                return (uint)index < (uint)_symbols.Length ? _symbols[index] : -1;
            }
        }

        return -1;
    }
}
