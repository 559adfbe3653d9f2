namespace Lathe.Compression.Quantization.DataFree;

/// <summary>What is expected of a value without having seen it, channel by channel.</summary>
/// <param name="Mean">Means.</param>
/// <param name="Variance">Variances.</param>
/// <param name="Low">The smallest value expected of any channel.</param>
/// <param name="High">The largest.</param>
internal sealed record ValueStatistics(double[] Mean, double[] Variance, double Low, double High)
{
    private const int Points = 241;

    /// <summary>Normal channels, expected within so many deviations.</summary>
    public static ValueStatistics Normal(double[] mean, double[] variance, double deviations)
    {
        double[] reach = Array.ConvertAll(variance, v => deviations * Math.Sqrt(v));
        return new ValueStatistics(mean, variance, mean.Zip(reach, (m, r) => m - r).Min(), mean.Zip(reach, (m, r) => m + r).Max());
    }

    /// <summary>A function of normal channels, by summing over the bell curve.</summary>
    public ValueStatistics Through(Func<double, double> function)
    {
        double[] mean = new double[Mean.Length], variance = new double[Mean.Length];
        for (int c = 0; c < mean.Length; c++)
        {
            double deviation = Math.Sqrt(Variance[c]), mass = 0, first = 0, second = 0;
            for (int i = 0; i < Points; i++)
            {
                double z = (i - (Points / 2)) * 12.0 / (Points - 1), weight = Math.Exp(-z * z / 2), value = function(Mean[c] + (z * deviation));
                (mass, first, second) = (mass + weight, first + (weight * value), second + (weight * value * value));
            }

            mean[c] = first / mass;
            variance[c] = Math.Max(0, (second / mass) - (mean[c] * mean[c]));
        }

        double[] reached = [.. Enumerable.Range(0, Points).Select(i => function(Low + ((High - Low) * i / (Points - 1))))];
        return new ValueStatistics(mean, variance, reached.Min(), reached.Max());
    }
}
