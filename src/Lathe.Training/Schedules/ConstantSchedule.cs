namespace Lathe.Training.Schedules;

/// <summary>The same rate throughout.</summary>
/// <param name="Value">The rate.</param>
public sealed record ConstantSchedule(float Value) : RateSchedule
{
    /// <inheritdoc/>
    public override float Rate(SchedulePoint point) => Value;
}
