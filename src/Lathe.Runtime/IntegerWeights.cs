using System.Collections.Immutable;
using Lathe.Tensors;

namespace Lathe.Runtime;

/// <summary>Signed weight codes of 8 bits, or of 4 bits with two in a byte.</summary>
public sealed class IntegerWeights
{
    private readonly sbyte[] _codes;

    private IntegerWeights(Shape shape, int bits, WeightPacking packing, ReadOnlyMemory<byte> packed, sbyte[] codes) => (Shape, Bits, Packing, Packed, _codes) = (shape, bits, packing, packed, codes);

    /// <summary>The dimensions, the last one contiguous.</summary>
    public Shape Shape { get; }

    /// <summary>4 or 8.</summary>
    public int Bits { get; }

    /// <summary>How the codes are stored.</summary>
    public WeightPacking Packing { get; }

    /// <summary>The codes as stored: packed, or 4-bit ones in order, the lower half of a byte first, across row ends.</summary>
    public ReadOnlyMemory<byte> Packed { get; }

    /// <summary>The codes, one a byte.</summary>
    public ReadOnlySpan<sbyte> Codes => _codes;

    /// <summary>Codes of 8 bits.</summary>
    public static IntegerWeights Of(ReadOnlySpan<sbyte> codes, Shape shape) => FromPacked([.. codes.ToImmutableArray().Select(c => (byte)c)], shape, 8);

    /// <summary>Codes as stored.</summary>
    /// <exception cref="InvalidInputException">The width is neither 4 nor 8, or the bytes do not fill the shape.</exception>
    public static IntegerWeights FromPacked(ReadOnlySpan<byte> packed, Shape shape, int bits)
    {
        int needed = bits == 4 ? (shape.Count + 1) / 2 : shape.Count;
        if (bits is not (4 or 8) || packed.Length != needed)
        {
            throw new InvalidInputException($"{packed.Length} bytes do not hold weights {shape} of {bits} bits: integer weights have 4 or 8 bits, and these need {needed} bytes.");
        }

        var codes = new sbyte[shape.Count];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = bits == 8 ? (sbyte)packed[i] : (i & 1) == 0 ? (sbyte)((sbyte)(packed[i / 2] << 4) >> 4) : (sbyte)((sbyte)packed[i / 2] >> 4);
        }

        return new IntegerWeights(shape, bits, WeightPacking.Plain, packed.ToArray(), codes);
    }

    /// <summary>The same codes of 8 bits in a packing, row by row; null when they have not its form.</summary>
    public IntegerWeights? InRows(WeightPacking packing) =>
        PackedRows.Pack(_codes, _codes.Length / Shape[0], packing) is { } packed ? new IntegerWeights(Shape, 8, packing, packed, _codes) : null;
}
