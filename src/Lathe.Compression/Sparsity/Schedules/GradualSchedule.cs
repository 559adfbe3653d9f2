namespace Lathe.Compression.Sparsity.Schedules;

/// <summary>A sparsity that rises at steps <c>t0, t0 + D, ... t0 + n D</c>.</summary>
public abstract record GradualSchedule : SparsitySchedule
{
    /// <summary>The sparsity before, <c>s_i</c>.</summary>
    public double Initial { get; init; }

    /// <summary>The sparsity after, <c>s_f</c>.</summary>
    public required double Final { get; init; }

    /// <summary>The first step that prunes, <c>t0</c>.</summary>
    public int Begin { get; init; }

    /// <summary>Steps from one update to the next, <c>D</c>.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Updates after the first one, <c>n</c>.</summary>
    public required int Count { get; init; }

    /// <summary>The first step at which the final sparsity holds, <c>t0 + n D</c>.</summary>
    public int End => Begin + (Count * Every);

    /// <inheritdoc/>
    public sealed override double At(int step)
    {
        if (step < Begin)
        {
            return Initial;
        }

        // Between updates the mask of the last one stands.
        int last = Math.Min(step, End) - ((Math.Min(step, End) - Begin) % Every);
        return step >= End ? Final : Sparsity((double)(last - Begin) / (End - Begin));
    }

    /// <inheritdoc/>
    public sealed override bool Updates(int step) => step >= Begin && step <= End && (step - Begin) % Every == 0;

    /// <summary>The sparsity when a share of the way is done, 0 to 1.</summary>
    protected abstract double Sparsity(double progress);
}
