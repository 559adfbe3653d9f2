namespace Lathe.Training.Schedules;

/// <summary>The schedules by name.</summary>
public static class ScheduleCatalog
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["cosine", "constant", "step", "one-cycle", "plateau"];

    /// <summary>Creates a schedule; all but one-cycle, which rises by itself, warm up.</summary>
    /// <exception cref="InvalidInputException">No schedule has this name.</exception>
    public static RateSchedule Create(string name, float rate, double warmup = 0.05)
    {
        RateSchedule schedule = name switch
        {
            "cosine" => new CosineSchedule(rate),
            "constant" => new ConstantSchedule(rate),
            "step" => new StepSchedule(rate),
            "one-cycle" => new OneCycleSchedule(rate),
            "plateau" => new PlateauSchedule(rate),
            _ => throw new InvalidInputException($"There is no schedule '{name}'. Known are {string.Join(", ", Names)}."),
        };
        return warmup > 0 && schedule is not OneCycleSchedule ? new WarmupSchedule(schedule, warmup) : schedule;
    }
}
