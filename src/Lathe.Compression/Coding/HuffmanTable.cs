namespace Lathe.Compression.Coding;

/// <summary>Decodes a canonical code: short codes by one look-up, longer ones by comparing with the first code of each length.</summary>
internal sealed class HuffmanTable
{
    private const int QuickBits = 11;

    private readonly uint[] _quick = new uint[1 << QuickBits];
    private readonly ushort[] _sorted;
    private readonly uint[] _first = new uint[HuffmanCode.Longest + 2];
    private readonly int[] _start = new int[HuffmanCode.Longest + 2];

    public HuffmanTable(byte[] lengths)
    {
        _sorted = [.. Enumerable.Range(0, lengths.Length).Where(s => lengths[s] > 0).OrderBy(s => lengths[s]).Select(s => (ushort)s)];
        uint code = 0;
        for (int length = 1, at = 0; length <= HuffmanCode.Longest; length++)
        {
            (_first[length], _start[length]) = (code, at);
            for (; at < _sorted.Length && lengths[_sorted[at]] == length; at++, code++)
            {
                if (length <= QuickBits)
                {
                    _quick.AsSpan((int)(code << (QuickBits - length)), 1 << (QuickBits - length)).Fill(((uint)_sorted[at] << 8) | (uint)length);
                }
            }

            code <<= 1;
        }

        // One past the last code of a length, left-aligned, tells whether a longer code follows.
        (_first[^1], _start[^1]) = (code, _sorted.Length);
    }

    /// <summary>The symbol that needs no bits, because it is the only one.</summary>
    public ushort? Only { get; set; }

    /// <summary>The codes that follow from the lengths.</summary>
    public static uint[] Codes(byte[] lengths)
    {
        uint[] codes = new uint[lengths.Length];
        uint code = 0;
        for (int length = 1; length <= HuffmanCode.Longest; length++, code <<= 1)
        {
            for (int symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    codes[symbol] = code++;
                }
            }
        }

        return codes;
    }

    public void Decode(ref BitReader reader, Span<ushort> symbols)
    {
        if (Only is { } only)
        {
            symbols.Fill(only);
            return;
        }

        for (int i = 0; i < symbols.Length; i++)
        {
            uint entry = _quick[reader.Peek(QuickBits)];
            if (entry != 0)
            {
                symbols[i] = (ushort)(entry >> 8);
                reader.Skip((int)(entry & 0xFF));
            }
            else
            {
                symbols[i] = Slow(ref reader);
            }
        }
    }

    private ushort Slow(ref BitReader reader)
    {
        uint window = reader.Peek(HuffmanCode.Longest);
        for (int length = QuickBits + 1; length <= HuffmanCode.Longest; length++)
        {
            int count = _start[length + 1] - _start[length];
            uint offset = (window >> (HuffmanCode.Longest - length)) - _first[length];
            if (offset < (uint)count)
            {
                reader.Skip(length);
                return _sorted[_start[length] + (int)offset];
            }
        }

        throw new InvalidInputException("A Huffman-coded stream holds a code that no symbol has. The file is damaged: get it again.");
    }
}
