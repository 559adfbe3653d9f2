namespace Lathe.Compression.Sparsity.Schedules;

/// <summary>What is left shrinks by the same factor at every update: <c>1 - s_t = (1 - s_i) ((1 - s_f) / (1 - s_i))^((t - t0) / (n D))</c>.</summary>
public sealed record ExponentialSchedule : GradualSchedule
{
    /// <inheritdoc/>
    protected override double Sparsity(double progress) => 1 - ((1 - Initial) * Math.Pow((1 - Final) / (1 - Initial), progress));
}
