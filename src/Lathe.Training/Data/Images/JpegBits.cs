namespace Lathe.Training.Data.Images;

/// <summary>The bits of a JPEG scan: a zero after 0xFF is dropped, a marker ends them.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> data, int position)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private uint _buffer;
    private int _count;

    /// <summary>Where the next byte is read.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Bits asked for after the end; a few belong to padding.</summary>
    public int Missing { get; private set; }

    /// <summary>Reads up to 16 bits.</summary>
    public int Read(int count)
    {
        while (_count < count)
        {
            Fill();
        }

        _count -= count;
        return (int)((_buffer >> _count) & ((1u << count) - 1));
    }

    /// <summary>Reads a value of so many bits, negative below half (EXTEND in the standard).</summary>
    public int Signed(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        int value = Read(count);
        return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>Drops bits up to the next marker and steps over it; false when it is no restart.</summary>
    public bool Restart()
    {
        (_buffer, _count) = (0, 0);
        if (Position + 2 > _data.Length || _data[Position] != 0xFF || _data[Position + 1] is < 0xD0 or > 0xD7)
        {
            return false;
        }

        Position += 2;
        return true;
    }

    private void Fill()
    {
        int value = 0;
        if (Position >= _data.Length || (_data[Position] == 0xFF && (Position + 1 >= _data.Length || _data[Position + 1] != 0)))
        {
            Missing += 8;
        }
        else
        {
            value = _data[Position];
            Position += value == 0xFF ? 2 : 1;
        }

        _buffer = (_buffer << 8) | (uint)value;
        _count += 8;
    }
}
