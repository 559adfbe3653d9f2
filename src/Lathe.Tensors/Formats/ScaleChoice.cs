namespace Lathe.Tensors.Formats;

/// <summary>Chooses scale and zero point of the numbers that share them.</summary>
internal static class ScaleChoice
{
    // The scale of numbers that are all zero.
    private const float Least = 1e-10f;

    // Shares of the whole range that the search tries, from 1 down in steps of a hundredth.
    private const int Steps = 100;

    // A scale for more numbers than this is searched on every n-th of them.
    private const int Sample = 1 << 16;

    public static (float Scale, int Zero) Choose(float[] values, CodeScheme scheme, float[] importance)
    {
        (float low, float high) = Range(values);
        if (scheme.IsUnscaled)
        {
            return (1, 0);
        }

        (float Scale, int Zero) whole = Of(low, high, scheme);
        return scheme.Rule switch
        {
            ScaleRule.LeastSquares => Search(values, low, high, scheme, importance),
            ScaleRule.SharedExponent => (SharedExponent(Math.Max(-low, high), scheme.Format), 0),
            ScaleRule.PowerOfTwo => ((float)Math.ScaleB(1, (int)Math.Ceiling(Math.Log2(whole.Scale))), whole.Zero),
            _ => whole,
        };
    }

    private static (float Low, float High) Range(ReadOnlySpan<float> values)
    {
        float low = 0, high = 0;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        return (low, high);
    }

    private static (float Scale, int Zero) Of(float low, float high, CodeScheme scheme)
    {
        if (scheme.Symmetric || scheme.Format is not IntegerFormat integer)
        {
            // Unsigned codes of symmetric numbers are centred: their zero point is half of the range.
            int zero = scheme.Format is IntegerFormat { Signed: false } unsigned ? (unsigned.High + 1) / 2 : 0;
            return (Math.Max(Math.Max(-low, high) / (scheme.Format.Largest - zero), Least), zero);
        }

        float scale = Math.Max((high - low) / (integer.High - integer.Low), Least);
        return (scale, Math.Clamp((int)MathF.Round(integer.Low - (low / scale)), integer.Low, integer.High));
    }

    private static float SharedExponent(float largest, INumberFormat format)
    {
        int exponent = largest == 0 ? -127 : Math.ILogB(largest) - Math.ILogB(format.Largest);
        return ExponentFormat.E8M0.Decode(ExponentFormat.OfExponent(exponent));
    }

    private static (float, int) Search(float[] values, float low, float high, CodeScheme scheme, float[] importance)
    {
        int every = (values.Length + Sample - 1) / Sample;
        if (every > 1)
        {
            values = [.. values.Where((_, i) => i % every == 0)];
            importance = [.. importance.Where((_, i) => i % every == 0)];
        }

        (float Scale, int Zero) best = Of(low, high, scheme);
        double least = double.PositiveInfinity;
        for (int step = 0; step < Steps; step++)
        {
            float share = 1 - ((float)step / Steps);
            (float scale, int zero) = Of(low * share, high * share, scheme);
            double error = Error(values, importance, scheme.Format, scale, zero, out double refit);
            Keep(error, scale, zero);
            if (double.IsFinite(refit) && refit > Least)
            {
                // With the codes held, the best scale is a projection; kept only where rounding anew makes it better.
                Keep(Error(values, importance, scheme.Format, (float)refit, zero, out _), (float)refit, zero);
            }
        }

        return best;

        void Keep(double error, float scale, int zero)
        {
            if (error < least)
            {
                (least, best) = (error, (scale, zero));
            }
        }
    }

    private static double Error(float[] values, float[] importance, INumberFormat format, float scale, int zero, out double refit)
    {
        double error = 0, product = 0, square = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double weight = importance.Length > 0 ? importance[i] : 1, unit = TensorEncoder.Unit(values[i], format, scale, zero);
            double difference = values[i] - (unit * scale);
            error += weight * difference * difference;
            product += weight * unit * values[i];
            square += weight * unit * unit;
        }

        refit = product / square;
        return error;
    }
}
