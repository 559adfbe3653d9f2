namespace Lathe.Training.Schedules;

/// <summary>Where a run stands when a rate is asked for.</summary>
/// <param name="Step">The optimizer step, from 0.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="Scores">Validation scores of the epochs so far, larger is better.</param>
public readonly record struct SchedulePoint(int Step, int Steps, IReadOnlyList<double> Scores)
{
    /// <summary>Share of the run that is over, 0 to 1.</summary>
    public double Progress => Math.Clamp((double)Step / Math.Max(1, Steps), 0, 1);
}
