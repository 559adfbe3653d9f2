using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lathe.Compression.Coding;

/// <summary>Reads what a <see cref="BitWriter"/> wrote. Looking past the end sees zeros; moving past it is an error.</summary>
public ref struct BitReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private ulong _window;
    private int _valid;
    private int _next;
    private long _left;

    /// <summary>Starts at the first bit.</summary>
    public BitReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _left = 8L * bytes.Length;
    }

    /// <summary>Bits not yet read.</summary>
    public readonly long BitsLeft => _left;

    /// <summary>The next bits without moving on.</summary>
    /// <param name="count">How many, 1 to 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Peek(int count)
    {
        if (_valid < count)
        {
            Refill();
        }

        return (uint)(_window >> (64 - count));
    }

    /// <summary>Moves on.</summary>
    /// <exception cref="InvalidInputException">There are fewer bits left.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        _left -= count;
        if (_left < 0)
        {
            throw new InvalidInputException($"A coded stream ends {-_left} bits too early. The file is truncated or damaged: get it again.");
        }

        _window <<= count;
        _valid -= count;
    }

    /// <summary>Reads a number.</summary>
    /// <param name="count">Its bits, 0 to 32.</param>
    public uint Read(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        uint value = Peek(count);
        Skip(count);
        return value;
    }

    /// <summary>Reads a number in Elias' gamma code.</summary>
    /// <exception cref="InvalidInputException">It has more than 32 bits, or the stream ends in it.</exception>
    public uint ReadGamma()
    {
        int zeros = BitOperations.LeadingZeroCount(Peek(32));
        if (zeros == 32)
        {
            throw new InvalidInputException("A coded number has more than 32 bits. The file is damaged: get it again.");
        }

        Skip(zeros);
        return Read(zeros + 1);
    }

    private void Refill()
    {
        if (_next + 4 <= _bytes.Length)
        {
            _window |= (ulong)BinaryPrimitives.ReadUInt32BigEndian(_bytes[_next..]) << (32 - _valid);
            _next += 4;
            _valid += 32;
            return;
        }

        while (_valid <= 56)
        {
            ulong value = _next < _bytes.Length ? _bytes[_next++] : (byte)0;
            _window |= value << (56 - _valid);
            _valid += 8;
        }
    }
}
