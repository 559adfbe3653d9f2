namespace Lathe.Runtime.Arithmetic;

/// <summary>A real factor for integers: <c>multiplier 2^(shift - 31)</c>.</summary>
/// <param name="Multiplier">A fraction of 31 bits; at least one half (2^30) unless the factor is zero.</param>
/// <param name="Shift">To the left where positive; -31 to 30.</param>
public readonly record struct FixedPointMultiplier(int Multiplier, int Shift)
{
    /// <summary>The real factor.</summary>
    public double ToDouble() => Math.ScaleB(Multiplier, Shift - 31);

    /// <summary>The nearest factor; one below 2^-32 becomes zero.</summary>
    /// <exception cref="InvalidInputException">The factor is negative, not finite, or 2^30 and more.</exception>
    public static FixedPointMultiplier From(double factor)
    {
        if (!double.IsFinite(factor) || factor < 0 || factor >= 1 << 30)
        {
            throw new InvalidInputException($"A factor of {factor:R} has no fixed-point multiplier: it must be finite, not negative and below 2^30. Check the scales it is made of.");
        }

        if (factor == 0)
        {
            return default;
        }

        int shift = Math.ILogB(factor) + 1;
        long fraction = (long)Math.Round(Math.ScaleB(factor, 31 - shift), MidpointRounding.AwayFromZero);
        if (fraction == 1L << 31)
        {
            (fraction, shift) = (1L << 30, shift + 1);
        }

        return shift < -31 ? default : new FixedPointMultiplier((int)fraction, shift);
    }
}
