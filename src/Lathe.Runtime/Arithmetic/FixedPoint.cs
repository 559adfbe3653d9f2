using System.Runtime.CompilerServices;

namespace Lathe.Runtime.Arithmetic;

/// <summary>
/// The integer arithmetic of quantized inference, after gemmlowp's published definitions (Jacob et al. 2018), which TensorFlow Lite
/// and CMSIS-NN share: a real factor is a 31-bit fraction and a power of two.
/// </summary>
public static class FixedPoint
{
    /// <summary>
    /// The upper half of twice a product, rounded: <c>(a b + 2^30) / 2^31</c>; a half rounds up. The one product that does not fit,
    /// of the smallest number with itself, becomes the largest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DoublingHighProduct(int a, int b) =>
        a == int.MinValue && b == int.MinValue ? int.MaxValue : (int)((((long)a * b) + (1L << 30)) >> 31);

    /// <summary><c>value / 2^exponent</c>, rounded to nearest, a half away from zero.</summary>
    /// <param name="value">The dividend.</param>
    /// <param name="exponent">0 to 31.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DivideByPowerOfTwo(int value, int exponent)
    {
        int mask = (int)((1L << exponent) - 1);
        int threshold = (mask >> 1) + (value < 0 ? 1 : 0);
        return (value >> exponent) + ((value & mask) > threshold ? 1 : 0);
    }

    /// <summary><c>value 2^exponent</c>, held within 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MultiplyByPowerOfTwo(int value, int exponent)
    {
        int limit = (int)((1L << (31 - exponent)) - 1);
        return value > limit ? int.MaxValue : value < -limit ? int.MinValue : value << exponent;
    }

    /// <summary>
    /// A sum times a factor, rounded twice: once to the upper half of the product, once by the right shift. The default of
    /// TensorFlow Lite and CMSIS-NN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Requantize(int value, FixedPointMultiplier factor)
    {
        int left = Math.Max(factor.Shift, 0);
        return DivideByPowerOfTwo(DoublingHighProduct(unchecked(value << left), factor.Multiplier), Math.Max(-factor.Shift, 0));
    }

    /// <summary>A sum times a factor, rounded once: <c>(value multiplier + half) / 2^(31 - shift)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RequantizeOnce(int value, FixedPointMultiplier factor)
    {
        int total = 31 - factor.Shift;
        return (int)((((value * (long)factor.Multiplier) >> (total - 1)) + 1) >> 1);
    }

    /// <summary>
    /// A 48-bit sum times a factor cut to 16 bits, for layers with 16-bit activations: <c>value round(multiplier / 2^16) / 2^(15 - shift)</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RequantizeWide(long value, FixedPointMultiplier factor)
    {
        int reduced = factor.Multiplier < 0x7FFF0000 ? (factor.Multiplier + (1 << 15)) >> 16 : 0x7FFF;
        int almost = unchecked((int)((value * reduced) >> (14 - factor.Shift)));
        return unchecked(almost + 1) >> 1;
    }
}
