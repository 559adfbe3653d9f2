namespace Lathe.Hardware.Learned.Regression;

/// <summary>
/// Intervals from the errors of predictions made without the row itself (cross-conformal prediction; Vovk 2015): the quantiles are taken
/// one rank further out than the share asks, so that n rows promise it for the next one.
/// </summary>
public static class ResidualInterval
{
    /// <summary>The ratios of true to predicted between which the share lies.</summary>
    /// <param name="ratios">Ratios seen.</param>
    /// <param name="share">The share to hold, 0 to 1.</param>
    public static (double Low, double High) Of(IReadOnlyList<double> ratios, double share)
    {
        double[] sorted = [.. ratios.Order()];
        double tail = (1 - share) / 2 * (sorted.Length + 1);
        int low = Math.Clamp((int)Math.Floor(tail) - 1, 0, sorted.Length - 1), high = Math.Clamp((int)Math.Ceiling(sorted.Length + 1 - tail) - 1, 0, sorted.Length - 1);
        return (Math.Min(1, sorted[low]), Math.Max(1, sorted[high]));
    }
}
