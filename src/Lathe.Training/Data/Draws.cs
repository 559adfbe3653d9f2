using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>Draws from distributions beyond uniform and normal.</summary>
internal static class Draws
{
    /// <summary>One draw from Beta(a, b) as a ratio of gamma draws, in logarithms, so that tiny parameters do not underflow.</summary>
    public static double Beta(RandomKey key, double a, double b)
    {
        double first = LogGamma(key.Fold(0), a), second = LogGamma(key.Fold(1), b);
        return 1 / (1 + Math.Exp(second - first));
    }

    /// <summary>The logarithm of a draw from Gamma(shape, 1) (Marsaglia and Tsang 2000).</summary>
    private static double LogGamma(RandomKey key, double shape)
    {
        double boosted = shape < 1 ? shape + 1 : shape, d = boosted - (1 / 3.0), c = 1 / Math.Sqrt(9 * d);
        double boost = shape < 1 ? Math.Log(key.Fold("boost").Uniform(0) + 1e-12) / shape : 0;
        for (ulong i = 0; ; i++)
        {
            double x = key.Normal(i), v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            double u = key.Fold("accept").Uniform(i) + 1e-12;
            if (Math.Log(u) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return Math.Log(d * v) + boost;
            }
        }
    }
}
