namespace Lathe.Pipeline.Runs.Steps;

/// <summary>Finds how much has to go: the smallest ratio whose excess is at most a limit, by bisection.</summary>
internal static class RatioSearch
{
    private const double Most = 0.95;
    private const int Steps = 7;

    /// <summary>The smallest ratio found that keeps the limit, or the largest there is when none does.</summary>
    /// <param name="excess">The excess at a ratio; falls as the ratio grows.</param>
    /// <param name="limit">What it must not exceed.</param>
    public static double Find(Func<double, double> excess, double limit)
    {
        double low = 0, high = Most;
        for (int i = 0; i < Steps; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = excess(middle) <= limit ? (low, middle) : (middle, high);
        }

        return high;
    }
}
