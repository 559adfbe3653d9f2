namespace Lathe.Compression.Sparsity.Schedules;

/// <summary>Rounds of pruning with training between them; each keeps the same share of what is left.</summary>
/// <param name="Final">The sparsity after the last round.</param>
/// <param name="Rounds">Rounds in all.</param>
/// <param name="Every">Training steps of a round, where all rounds are one training.</param>
public sealed record IterativeSchedule(double Final, int Rounds, int Every = 1) : SparsitySchedule
{
    /// <summary>The sparsity after a round, from 0: <c>1 - (1 - s_f)^((round + 1) / rounds)</c>.</summary>
    public double AfterRound(int round) => round + 1 >= Rounds ? Final : 1 - Math.Pow(1 - Final, (round + 1.0) / Rounds);

    /// <inheritdoc/>
    public override double At(int step) => step < Every ? 0 : AfterRound((step / Every) - 1);

    /// <inheritdoc/>
    public override bool Updates(int step) => step >= Every && step <= Every * Rounds && step % Every == 0;
}
