namespace Lathe.Runtime.Arithmetic;

/// <summary>
/// Exponential and reciprocal of fixed-point numbers, after gemmlowp: a Taylor polynomial on a quarter interval and products with
/// powers of e for the rest of the argument.
/// </summary>
public static class FixedPointExponential
{
    // exp(-1/8) and 1/3 as 31-bit fractions.
    private const int EighthExponential = 1895147668;
    private const int Third = 715827883;

    // 48/17 and -32/17 with 29 fraction bits: the best first guess of a reciprocal on [1/2, 1].
    private const int GuessConstant = 1515870810;
    private const int GuessSlope = -1010580540;

    private const int FractionBits = 26;

    // exp(-2^k) for k = -2 .. 4 as 31-bit fractions.
    private static readonly int[] s_powers = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

    /// <summary>The exponential of a number that is not positive.</summary>
    /// <param name="value">With 5 integer and 26 fraction bits.</param>
    /// <returns>A 31-bit fraction; zero's is the largest below one.</returns>
    public static int OfNegative(int value)
    {
        if (value == 0)
        {
            return int.MaxValue;
        }

        const int quarter = 1 << (FractionBits - 2);
        int within = (value & (quarter - 1)) - quarter;
        int result = OnQuarter(unchecked(within << 5));
        int rest = unchecked(within - value);
        for (int i = 0; i < s_powers.Length; i++)
        {
            if ((rest & (quarter << i)) != 0)
            {
                result = FixedPoint.DoublingHighProduct(result, s_powers[i]);
            }
        }

        return result;
    }

    /// <summary><c>1 / (1 + value)</c> for 31-bit fractions, by three steps of Newton's iteration.</summary>
    public static int OneOverOnePlus(int value)
    {
        long sum = (long)value + int.MaxValue;
        int half = (int)((sum + (sum >= 0 ? 1 : -1)) / 2);
        int x = GuessConstant + FixedPoint.DoublingHighProduct(half, GuessSlope);
        for (int i = 0; i < 3; i++)
        {
            int error = (1 << 29) - FixedPoint.DoublingHighProduct(half, x);
            x += FixedPoint.MultiplyByPowerOfTwo(FixedPoint.DoublingHighProduct(x, error), 2);
        }

        return FixedPoint.MultiplyByPowerOfTwo(x, 1);
    }

    // Taylor around -1/8 of an argument in [-1/4, 0): e^-1/8 (1 + x + x^2/2 + x^3/6 + x^4/24).
    private static int OnQuarter(int value)
    {
        int x = value + (1 << 28);
        int x2 = FixedPoint.DoublingHighProduct(x, x);
        int x3 = FixedPoint.DoublingHighProduct(x2, x);
        int x4 = FixedPoint.DoublingHighProduct(x2, x2);
        int tail = FixedPoint.DoublingHighProduct(FixedPoint.DivideByPowerOfTwo(x4, 2) + x3, Third) + x2;
        return EighthExponential + FixedPoint.DoublingHighProduct(EighthExponential, x + FixedPoint.DivideByPowerOfTwo(tail, 1));
    }
}
