namespace Lathe.Compression.Sparsity.Schedules;

/// <summary>How sparse a network is at each step of a training.</summary>
public abstract record SparsitySchedule
{
    /// <summary>The sparsity at a step, 0 to 1; it never falls.</summary>
    public abstract double At(int step);

    /// <summary>True for steps at which the mask is chosen anew.</summary>
    public abstract bool Updates(int step);
}
