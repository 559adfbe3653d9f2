namespace Lathe.Compression.Coding;

/// <summary>Codes symbols bit by bit, each bit with a probability learned for the bits before it: no table has to be stored.</summary>
internal sealed class SymbolTree
{
    private readonly int _bits;
    private readonly AdaptiveBit[] _nodes;

    /// <summary>Starts undecided.</summary>
    /// <param name="bits">Bits of a symbol, 1 to 16.</param>
    public SymbolTree(int bits)
    {
        _bits = bits;
        _nodes = new AdaptiveBit[1 << bits];
        Array.Fill(_nodes, AdaptiveBit.Even);
    }

    public void Encode(RangeEncoder coder, ReadOnlySpan<ushort> symbols)
    {
        foreach (ushort symbol in symbols)
        {
            int node = 1;
            for (int place = _bits - 1; place >= 0; place--)
            {
                bool bit = ((symbol >> place) & 1) != 0;
                coder.Encode(bit, _nodes[node].One);
                _nodes[node].Learn(bit);
                node = (2 * node) + (bit ? 1 : 0);
            }
        }
    }

    public void Decode(ref RangeDecoder coder, Span<ushort> symbols)
    {
        for (int i = 0; i < symbols.Length; i++)
        {
            int node = 1;
            for (int place = 0; place < _bits; place++)
            {
                bool bit = coder.Decode(_nodes[node].One);
                _nodes[node].Learn(bit);
                node = (2 * node) + (bit ? 1 : 0);
            }

            symbols[i] = (ushort)(node - (1 << _bits));
        }
    }
}
