namespace Lathe.Training.Schedules;

/// <summary>Drops by a factor at given shares of the run: a tenth at one half and at three quarters, as He et al. (2016) do on CIFAR.</summary>
/// <param name="Peak">The first rate.</param>
/// <param name="Factor">What each drop multiplies with.</param>
public sealed record StepSchedule(float Peak, float Factor = 0.1f) : RateSchedule
{
    /// <summary>Shares of the run after which the rate drops.</summary>
    public IReadOnlyList<double> Drops { get; init; } = [0.5, 0.75];

    /// <inheritdoc/>
    public override float Rate(SchedulePoint point) => Peak * MathF.Pow(Factor, Drops.Count(d => point.Progress >= d));

    /// <inheritdoc/>
    public override string ToString() => $"StepSchedule {{ Peak = {Peak}, Factor = {Factor}, Drops = {string.Join(" ", Drops)} }}";
}
