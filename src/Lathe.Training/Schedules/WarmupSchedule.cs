namespace Lathe.Training.Schedules;

/// <summary>Rises linearly to the first rate of another schedule, which then runs over the rest (Goyal et al. 2017).</summary>
/// <param name="Inner">What follows.</param>
/// <param name="Share">Share of the steps that warm up.</param>
public sealed record WarmupSchedule(RateSchedule Inner, double Share = 0.05) : RateSchedule
{
    /// <inheritdoc/>
    public override float Rate(SchedulePoint point)
    {
        int warmup = (int)(point.Steps * Share), rest = point.Steps - warmup;
        return point.Step < warmup
            ? Inner.Rate(point with { Step = 0, Steps = rest }) * (point.Step + 1) / warmup
            : Inner.Rate(point with { Step = point.Step - warmup, Steps = rest });
    }
}
