namespace Lathe.Compression.Sparsity.VariationalDropout;

/// <summary>
/// The divergence from the log-uniform prior by Molchanov et al. 2017: <c>-KL = k1 s(k2 + k3 log a) - 0.5 log(1 + 1 / a) - k1</c>, with the logistic
/// function s and <c>log a = log variance - log weight^2</c>.
/// </summary>
internal static class LogUniformPrior
{
    private const double K1 = 0.63576, K2 = 1.87320, K3 = 1.48695, Smallest = 1e-8;

    /// <summary>The ratio of noise to signal, held to -8 .. 8.</summary>
    public static double LogAlpha(double weight, double logVariance) => Math.Clamp(logVariance - Math.Log((weight * weight) + Smallest), -8, 8);

    /// <summary>The divergence of one weight.</summary>
    public static double Divergence(double logAlpha) => K1 + (0.5 * Math.Log(1 + Math.Exp(-logAlpha))) - (K1 * Logistic(K2 + (K3 * logAlpha)));

    /// <summary>Its derivative by log alpha.</summary>
    public static double Slope(double logAlpha)
    {
        double s = Logistic(K2 + (K3 * logAlpha));
        return (-0.5 / (1 + Math.Exp(logAlpha))) - (K1 * K3 * s * (1 - s));
    }

    /// <summary>The derivative of log alpha by the weight.</summary>
    public static double ByWeight(double weight) => -2 * weight / ((weight * weight) + Smallest);

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
