namespace Lathe.Pipeline.Runs.Steps;

/// <summary>Finds how much has to go by a prediction that costs no measurement, and corrects the prediction by measuring what it found.</summary>
internal static class PredictedRatioSearch
{
    // A cut that measures this share of its limit removed little more than it had to.
    private const double Near = 0.93;
    private const int Corrections = 3;

    /// <summary>A small ratio whose measured excess is at most a limit; by measuring alone where the prediction leads to none.</summary>
    /// <param name="predicted">The predicted excess at a ratio; falls as the ratio grows.</param>
    /// <param name="measured">The measured one.</param>
    /// <param name="limit">What it must not exceed.</param>
    public static double Find(Func<double, double> predicted, Func<double, double> measured, double limit)
    {
        double correction = 1, lastExcess = double.NaN, last = double.NaN;
        for (int i = 0; i < Corrections; i++)
        {
            double ratio = RatioSearch.Find(r => predicted(r) * correction, limit);
            // The corrected prediction stays at a cut: whole tiles leave nothing nearer.
            if (ratio == last && lastExcess <= limit)
            {
                return ratio;
            }

            double excess = measured(ratio);
            if (excess <= limit && excess >= limit * Near)
            {
                return ratio;
            }

            (correction, last, lastExcess) = (excess / predicted(ratio), ratio, excess);
        }

        return RatioSearch.Find(measured, limit);
    }
}
