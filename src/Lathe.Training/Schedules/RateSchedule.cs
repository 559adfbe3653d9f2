namespace Lathe.Training.Schedules;

/// <summary>
/// The learning rate of every step, a pure function of the position and of what validation said: a resumed run needs no more
/// than its history.
/// </summary>
public abstract record RateSchedule
{
    /// <summary>The rate of a step.</summary>
    public abstract float Rate(SchedulePoint point);
}
