namespace Lathe.Hardware.Learned;

/// <summary>How well predictions fit measurements.</summary>
/// <param name="Count">Pairs compared.</param>
/// <param name="Rmspe">Root mean square percentage error, as a share.</param>
/// <param name="Mape">Mean absolute percentage error, as a share.</param>
/// <param name="WithinTenPercent">The share of predictions within 10 % of the measurement.</param>
/// <param name="RankCorrelation">Spearman's rank correlation.</param>
public sealed record ErrorSummary(int Count, double Rmspe, double Mape, double WithinTenPercent, double RankCorrelation)
{
    private const double Near = 0.1;

    /// <summary>Compares pair by pair; errors are shares of the measurement.</summary>
    public static ErrorSummary Of(IReadOnlyList<double> measured, IReadOnlyList<double> predicted)
    {
        if (measured.Count == 0)
        {
            return new ErrorSummary(0, 0, 0, 0, 0);
        }

        double[] errors = [.. measured.Select((m, i) => (predicted[i] / m) - 1)];
        return new ErrorSummary(errors.Length, Math.Sqrt(errors.Average(e => e * e)), errors.Average(Math.Abs), errors.Count(e => Math.Abs(e) <= Near) / (double)errors.Length, Learned.RankCorrelation.Spearman([.. measured], [.. predicted]));
    }
}
