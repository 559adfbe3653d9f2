namespace Lathe.Compression.Quantization.Training;

/// <summary>The largest symmetric code of weights.</summary>
internal static class ByteRange
{
    /// <summary>
    /// <c>2^(bits - 1) - 1</c>; of 8 bits half of it unless the full range is asked for: processors without integer dot products add pairs of
    /// products in 16 bits, which would saturate.
    /// </summary>
    public static int Weights(int bits, bool fullRange) => bits == 8 && !fullRange ? 63 : Math.Max(1, (int)((1L << (bits - 1)) - 1));
}
