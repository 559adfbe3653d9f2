namespace Lathe.Compression.Sparsity.Evolving;

/// <summary>When connections are replaced, and how many: <c>f(t) = alpha / 2 (1 + cos(pi t / T))</c> of each layer's, every D steps until T.</summary>
/// <param name="Drop">The share at first, alpha.</param>
/// <param name="Every">Steps between updates, D.</param>
/// <param name="End">The step from which connections stay, T.</param>
internal sealed record UpdateSchedule(double Drop, int Every, int End)
{
    public bool Updates(int step) => step > 0 && step < End && step % Every == 0;

    public double Share(int step) => step >= End ? 0 : Drop / 2 * (1 + Math.Cos(Math.PI * step / End));
}
