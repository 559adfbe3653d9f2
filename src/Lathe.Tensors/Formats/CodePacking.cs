namespace Lathe.Tensors.Formats;

/// <summary>Codes of any width one after the other, the lowest bit first: two of 4 bits lie in a byte with the first in its lower half.</summary>
public static class CodePacking
{
    /// <summary>Bytes that a number of codes takes.</summary>
    public static int Bytes(int count, int bits) => (int)((((long)count * bits) + 7) / 8);

    /// <summary>Packs codes; bits above the width are left out.</summary>
    public static byte[] Pack(ReadOnlySpan<uint> codes, int bits)
    {
        byte[] packed = new byte[Bytes(codes.Length, bits)];
        ulong pending = 0;
        int held = 0, at = 0;
        foreach (uint code in codes)
        {
            pending |= (code & ((1UL << bits) - 1)) << held;
            for (held += bits; held >= 8; held -= 8)
            {
                packed[at++] = (byte)pending;
                pending >>= 8;
            }
        }

        if (held > 0)
        {
            packed[at] = (byte)pending;
        }

        return packed;
    }

    /// <summary>Unpacks as many codes as <paramref name="codes"/> holds.</summary>
    /// <exception cref="InvalidInputException">There are too few bytes.</exception>
    public static void Unpack(ReadOnlySpan<byte> packed, int bits, Span<uint> codes)
    {
        if (packed.Length < Bytes(codes.Length, bits))
        {
            throw new InvalidInputException($"{packed.Length} bytes do not hold {codes.Length} codes of {bits} bits, which take {Bytes(codes.Length, bits)}. The data is cut short.");
        }

        ulong pending = 0;
        int held = 0, at = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            for (; held < bits; held += 8)
            {
                pending |= (ulong)packed[at++] << held;
            }

            codes[i] = (uint)(pending & ((1UL << bits) - 1));
            pending >>= bits;
            held -= bits;
        }
    }
}
