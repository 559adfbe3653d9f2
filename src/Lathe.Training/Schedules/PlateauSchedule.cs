namespace Lathe.Training.Schedules;

/// <summary>Drops by a factor whenever validation has not improved for some epochs.</summary>
/// <param name="Peak">The first rate.</param>
/// <param name="Factor">What each drop multiplies with.</param>
/// <param name="Patience">Epochs without improvement that are borne.</param>
/// <param name="Threshold">Smallest gain that counts as improvement.</param>
public sealed record PlateauSchedule(float Peak, float Factor = 0.1f, int Patience = 2, double Threshold = 1e-4) : RateSchedule
{
    /// <inheritdoc/>
    public override float Rate(SchedulePoint point)
    {
        float rate = Peak;
        double best = double.NegativeInfinity;
        int waited = 0;
        foreach (double score in point.Scores)
        {
            waited = score > best + Threshold ? 0 : waited + 1;
            best = Math.Max(best, score);
            if (waited > Patience)
            {
                rate *= Factor;
                waited = 0;
            }
        }

        return rate;
    }
}
