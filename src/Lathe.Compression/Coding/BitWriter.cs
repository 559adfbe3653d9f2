using System.Buffers.Binary;

namespace Lathe.Compression.Coding;

/// <summary>Writes bits, the most significant of each number first, into memory that grows; <see cref="Reserve"/> makes room before a hot loop.</summary>
public sealed class BitWriter
{
    private byte[] _bytes = new byte[64];
    private int _length;
    private ulong _pending;
    private int _filled;

    /// <summary>The bits written so far.</summary>
    public long BitCount => (8L * _length) + _filled;

    /// <summary>Makes room, so that the next writes do not allocate.</summary>
    public void Reserve(long bits)
    {
        long needed = _length + ((bits + 7) / 8) + 16;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, checked((int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length))));
        }
    }

    /// <summary>Writes the low bits of a number.</summary>
    /// <param name="value">The number; bits above <paramref name="count"/> must be 0.</param>
    /// <param name="count">How many, 0 to 32.</param>
    public void Write(uint value, int count)
    {
        _pending = (_pending << count) | value;
        _filled += count;
        if (_filled >= 32)
        {
            if (_length + 8 > _bytes.Length)
            {
                Reserve(64);
            }

            BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(_length), (uint)(_pending >> (_filled - 32)));
            _length += 4;
            _filled -= 32;
        }
    }

    /// <summary>Writes a positive number by Elias' gamma code: <c>2 floor(log2 n) + 1</c> bits.</summary>
    public void WriteGamma(uint number)
    {
        int bits = System.Numerics.BitOperations.Log2(number);
        Write(0, bits);
        Write(number, bits + 1);
    }

    /// <summary>All that was written, the last byte filled up with zeros.</summary>
    public byte[] ToBytes()
    {
        byte[] result = new byte[_length + ((_filled + 7) / 8)];
        _bytes.AsSpan(0, _length).CopyTo(result);
        for (int i = _length, left = _filled; i < result.Length; i++, left -= 8)
        {
            result[i] = (byte)(left >= 8 ? _pending >> (left - 8) : _pending << (8 - left));
        }

        return result;
    }
}
