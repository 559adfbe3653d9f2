namespace Lathe.OnnxRuntime.Profiling;

/// <summary>
/// The lower quartile of runs: what a run takes when little disturbs it. Others on the machine only ever add time, and seldom to every
/// run; the least alone would be luck. The mean of the ranks from one eighth to three eighths has no steps of the clock.
/// </summary>
public static class LowerQuartile
{
    /// <summary>The lower quartile; 0 of none.</summary>
    /// <param name="values">Durations, in any order.</param>
    /// <param name="skip">First ones that are not counted.</param>
    public static double Of(IEnumerable<double> values, int skip = 0)
    {
        double[] sorted = [.. values.Skip(skip).Order()];
        return sorted.Length == 0 ? 0 : sorted.Skip(sorted.Length / 8).Take(Math.Max(1, (sorted.Length + 2) / 4)).Average();
    }
}
