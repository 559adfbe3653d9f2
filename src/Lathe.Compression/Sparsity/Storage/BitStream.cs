namespace Lathe.Compression.Sparsity.Storage;

/// <summary>Numbers of a few bits, one after the other from the lowest bit of each byte.</summary>
internal static class BitStream
{
    /// <summary>Bytes that numbers take.</summary>
    public static int Bytes(int count, int bits) => checked((int)((((long)count * bits) + 7) / 8));

    /// <summary>Bits that tell a number of things apart.</summary>
    public static int Width(int things) => things <= 1 ? 0 : System.Numerics.BitOperations.Log2((uint)things - 1) + 1;

    /// <summary>Writes a number.</summary>
    public static void Write(Span<byte> stream, int index, int bits, int value)
    {
        for (int b = 0; b < bits; b++)
        {
            long at = ((long)index * bits) + b;
            stream[(int)(at >> 3)] |= (byte)(((value >> b) & 1) << (int)(at & 7));
        }
    }

    /// <summary>Reads a number.</summary>
    public static int Read(ReadOnlySpan<byte> stream, int index, int bits)
    {
        int value = 0;
        for (int b = 0; b < bits; b++)
        {
            long at = ((long)index * bits) + b;
            value |= ((stream[(int)(at >> 3)] >> (int)(at & 7)) & 1) << b;
        }

        return value;
    }
}
