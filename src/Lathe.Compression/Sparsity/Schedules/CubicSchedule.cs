namespace Lathe.Compression.Sparsity.Schedules;

/// <summary>
/// Zhu and Gupta 2018: <c>s_t = s_f + (s_i - s_f) (1 - (t - t0) / (n D))^3</c>, fast while much is redundant, slow towards the end.
/// </summary>
public sealed record CubicSchedule : GradualSchedule
{
    /// <inheritdoc/>
    protected override double Sparsity(double progress)
    {
        double left = 1 - progress;
        return Final + ((Initial - Final) * left * left * left);
    }
}
