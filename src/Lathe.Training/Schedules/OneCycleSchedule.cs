namespace Lathe.Training.Schedules;

/// <summary>
/// One cycle (Smith 2018): up linearly from a tenth of the peak, down again as long, then the last part far below, which lets
/// large rates be used.
/// </summary>
/// <param name="Peak">The largest rate.</param>
public sealed record OneCycleSchedule(float Peak) : RateSchedule
{
    /// <summary>First rate of the cycle as a share of the peak.</summary>
    public double Start { get; init; } = 0.1;

    /// <summary>Last rate of all as a share of the peak.</summary>
    public double End { get; init; } = 0.001;

    /// <summary>Share of the run after the cycle.</summary>
    public double Tail { get; init; } = 0.1;

    /// <inheritdoc/>
    public override float Rate(SchedulePoint point)
    {
        double half = (1 - Tail) / 2, at = point.Progress;
        double share = at < half ? Between(Start, 1, at / half)
            : at < 2 * half ? Between(1, Start, (at - half) / half)
            : Between(Start, End, (at - (2 * half)) / Math.Max(1e-12, Tail));
        return (float)(Peak * share);
    }

    private static double Between(double from, double to, double share) => from + ((to - from) * share);
}
