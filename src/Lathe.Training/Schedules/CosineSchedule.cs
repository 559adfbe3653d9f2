namespace Lathe.Training.Schedules;

/// <summary>Half a cosine from the peak down to a share of it (Loshchilov and Hutter 2017).</summary>
/// <param name="Peak">The first rate.</param>
/// <param name="Floor">The last rate as a share of the peak.</param>
public sealed record CosineSchedule(float Peak, double Floor = 0.01) : RateSchedule
{
    /// <inheritdoc/>
    public override float Rate(SchedulePoint point) => (float)(Peak * (Floor + ((1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * point.Progress)))));
}
