namespace Lathe.Compression.Sparsity.Schedules;

/// <summary>Everything goes at once.</summary>
/// <param name="Final">The sparsity afterwards.</param>
/// <param name="Begin">The step that prunes.</param>
public sealed record OneShotSchedule(double Final, int Begin = 0) : SparsitySchedule
{
    /// <inheritdoc/>
    public override double At(int step) => step < Begin ? 0 : Final;

    /// <inheritdoc/>
    public override bool Updates(int step) => step == Begin;
}
