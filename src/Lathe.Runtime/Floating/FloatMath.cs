namespace Lathe.Runtime.Floating;

/// <summary>
/// Arithmetic of 32-bit floats spelled out: every operation rounds once, in an order that is written down, so that the generated C gives the same bits
/// on every machine that follows IEEE 754 and does not join products and sums. The functions are within a few units of the last place.
/// </summary>
internal static class FloatMath
{
    // exp(x) = 2^n exp(r): the logarithm of 2 in two parts, the first with few bits, so that n times it is exact.
    private const float LogTwoHigh = 0.693359375f, LogTwoLow = -2.12194440e-4f, OneOverLogTwo = 1.44269504f;

    /// <summary>Beyond these the exponential is 0, or stays where it is.</summary>
    private const float LeastExponent = -87, MostExponent = 88;

    /// <summary>The sum of products, in four sums.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> w)
    {
        float a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i + 4 <= x.Length; i += 4)
        {
            a += x[i] * w[i];
            b += x[i + 1] * w[i + 1];
            c += x[i + 2] * w[i + 2];
            d += x[i + 3] * w[i + 3];
        }

        for (; i < x.Length; i++)
        {
            a += x[i] * w[i];
        }

        return (a + b) + (c + d);
    }

    /// <summary>A number held between two.</summary>
    public static float Clip(float x, float low, float high)
    {
        float held = x < low ? low : x;
        return held > high ? high : held;
    }

    /// <summary>e^x: 0 below -87, e^88 above 88.</summary>
    public static float Exponential(float x)
    {
        if (x < LeastExponent)
        {
            return 0;
        }

        float held = x > MostExponent ? MostExponent : x, turns = held * OneOverLogTwo;
        int power = (int)(turns + (turns < 0 ? -0.5f : 0.5f));
        float rest = held - (power * LogTwoHigh);
        rest -= power * LogTwoLow;
        float series = 1f / 5040f;
        series = (series * rest) + (1f / 720f);
        series = (series * rest) + (1f / 120f);
        series = (series * rest) + (1f / 24f);
        series = (series * rest) + (1f / 6f);
        series = (series * rest) + 0.5f;
        series = (series * rest * rest) + rest;
        return (series + 1) * BitConverter.Int32BitsToSingle((power + 127) << 23);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static float Sigmoid(float x)
    {
        float falling = Exponential(x < 0 ? x : -x);
        return (x < 0 ? falling : 1) / (1 + falling);
    }

    /// <summary>The hyperbolic tangent: its series near zero, where the quotient would lose digits.</summary>
    public static float Tanh(float x)
    {
        float size = x < 0 ? -x : x, square = x * x;
        if (size < 0.3f)
        {
            float series = 62f / 2835f;
            series = (series * square) - (17f / 315f);
            series = (series * square) + (2f / 15f);
            series = (series * square) - (1f / 3f);
            return (series * square * x) + x;
        }

        float falling = Exponential(-2 * size), level = (1 - falling) / (1 + falling);
        return x < 0 ? -level : level;
    }

    /// <summary>The error function to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26).</summary>
    public static float Erf(float x)
    {
        float size = x < 0 ? -x : x, t = 1 / (1 + (0.3275911f * size)), sum = 1.061405429f;
        sum = (sum * t) - 1.453152027f;
        sum = (sum * t) + 1.421413741f;
        sum = (sum * t) - 0.284496736f;
        sum = (sum * t) + 0.254829592f;
        float level = 1 - (sum * t * Exponential(-size * size));
        return x < 0 ? -level : level;
    }
}
