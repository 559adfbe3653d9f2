namespace Lathe.Tensors.Formats;

/// <summary>A tensor of codes with its scales: what is stored and deployed.</summary>
public sealed class QuantizedTensor
{
    private readonly byte[] _packed;
    private readonly float[] _scales;
    private readonly int[] _zeros;

    internal QuantizedTensor(Shape shape, CodeScheme scheme, byte[] packed, float[] scales, int[] zeros) =>
        (Shape, Scheme, _packed, _scales, _zeros) = (shape, scheme, packed, scales, zeros);

    /// <summary>The dimensions.</summary>
    public Shape Shape { get; }

    /// <summary>Format and granularity.</summary>
    public CodeScheme Scheme { get; }

    /// <summary>The codes in row-major order, the lowest bit first.</summary>
    public ReadOnlySpan<byte> Packed => _packed;

    /// <summary>One for each group of numbers, as <see cref="ScaleLayout"/> counts them.</summary>
    public ReadOnlySpan<float> Scales => _scales;

    /// <summary>As many zero points; all zero where the scheme is symmetric and codes are signed.</summary>
    public ReadOnlySpan<int> Zeros => _zeros;

    /// <summary>Bits of all codes, scales and zero points.</summary>
    public long StoredBits
    {
        get
        {
            long scales = Scheme.IsUnscaled ? 0 : (long)_scales.Length * Scheme.ScaleBits, zeros = Scheme.Symmetric ? 0 : (long)_zeros.Length * Scheme.Format.Bits;
            long list = Scheme.Format is CodebookFormat book && NumberFormats.All.All(f => f.Name != book.Name) ? book.Values.Length * 32L : 0;
            return ((long)Shape.Count * Scheme.Format.Bits) + scales + zeros + list;
        }
    }

    /// <summary>Puts parts that were stored together again.</summary>
    /// <exception cref="InvalidInputException">They do not fit the shape.</exception>
    public static QuantizedTensor FromParts(Shape shape, CodeScheme scheme, ReadOnlySpan<byte> packed, ReadOnlySpan<float> scales, ReadOnlySpan<int> zeros)
    {
        int bytes = CodePacking.Bytes(shape.Count, scheme.Format.Bits), count = new ScaleLayout(shape, scheme.Granularity).Count;
        if (packed.Length != bytes || scales.Length != count || zeros.Length != count)
        {
            throw new InvalidInputException($"A tensor {shape} in {scheme.Format.Name} takes {bytes} bytes of codes and {count} scales and zero points, but there are {packed.Length}, {scales.Length} and {zeros.Length}. The data is damaged.");
        }

        return new QuantizedTensor(shape, scheme, packed.ToArray(), scales.ToArray(), zeros.ToArray());
    }

    /// <summary>The codes, one an element.</summary>
    public uint[] Codes()
    {
        uint[] codes = new uint[Shape.Count];
        CodePacking.Unpack(_packed, Scheme.Format.Bits, codes);
        return codes;
    }

    /// <summary>The numbers the codes stand for.</summary>
    public float[] Decode()
    {
        uint[] codes = Codes();
        float[] values = new float[codes.Length];
        var layout = new ScaleLayout(Shape, Scheme.Granularity);
        for (int i = 0; i < values.Length; i++)
        {
            int scale = layout.ScaleOf(i);
            values[i] = (Scheme.Format.Decode(codes[i]) - _zeros[scale]) * _scales[scale];
        }

        return values;
    }
}
