namespace Lathe.Compression.Coding;

/// <summary>Decodes what a <see cref="RangeEncoder"/> wrote; past the end it sees zeros.</summary>
internal ref struct RangeDecoder
{
    private readonly ReadOnlySpan<byte> _bytes;
    private uint _range = uint.MaxValue;
    private uint _code;
    private int _next;

    public RangeDecoder(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        for (int i = 0; i < 4; i++)
        {
            _code = (_code << 8) | Next();
        }
    }

    /// <summary>Decodes a bit whose probability of being 1 was <paramref name="one"/> 65536ths.</summary>
    public bool Decode(uint one)
    {
        uint bound = (uint)(((ulong)_range * one) >> 16);
        bool bit = _code < bound;
        if (bit)
        {
            _range = bound;
        }
        else
        {
            _code -= bound;
            _range -= bound;
        }

        while (_range < RangeEncoder.Least)
        {
            _code = (_code << 8) | Next();
            _range <<= 8;
        }

        return bit;
    }

    private uint Next() => _next < _bytes.Length ? _bytes[_next++] : 0u;
}
