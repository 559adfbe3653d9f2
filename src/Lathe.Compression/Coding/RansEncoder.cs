using System.Buffers.Binary;

namespace Lathe.Compression.Coding;

/// <summary>Encodes symbols, the last one first, so that a <see cref="RansDecoder"/> reads them in order.</summary>
public static class RansEncoder
{
    // The state stays at or above this, 256 times the largest sum of frequencies: rounding costs almost nothing.
    internal const uint Low = 1u << 23;

    /// <summary>The most bytes a message can take.</summary>
    public static int MostBytes(int symbols) => checked((2 * symbols) + 4);

    /// <summary>Writes a message at the end of a buffer.</summary>
    /// <param name="model">Frequencies; every symbol of the message has one.</param>
    /// <param name="symbols">The message.</param>
    /// <param name="buffer">Room for <see cref="MostBytes"/>; does not overlap the message.</param>
    /// <returns>The number of bytes written: the last ones of the buffer.</returns>
    public static int Encode(RansModel model, ReadOnlySpan<ushort> symbols, Span<byte> buffer)
    {
        ReadOnlySpan<int> frequencies = model.Frequencies;
        ReadOnlySpan<uint> starts = model.Starts;
        int scaleBits = model.ScaleBits, at = buffer.Length;
        uint state = Low;
        for (int i = symbols.Length - 1; i >= 0; i--)
        {
            uint frequency = (uint)frequencies[symbols[i]];
            while (state >= (ulong)frequency << (31 - scaleBits))
            {
                buffer[--at] = (byte)state;
                state >>= 8;
            }

            state = ((state / frequency) << scaleBits) + (state % frequency) + starts[symbols[i]];
        }

        at -= 4;
        BinaryPrimitives.WriteUInt32LittleEndian(buffer[at..], state);
        return buffer.Length - at;
    }
}
