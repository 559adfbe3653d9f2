namespace Lathe.Hardware.Learned.Profiles;

/// <summary>
/// Which visits count. The yardstick's tenth percentile over all visits is what the machine does undisturbed; a visit whose yardstick
/// took longer than that by more than the tolerance is disturbed and does not count, unless its subject has no other.
/// </summary>
public sealed record VisitPolicy
{
    private const double QuietShare = 0.1;

    /// <summary>How much longer the yardstick may take, as a share.</summary>
    public double Tolerance { get; init; } = 0.08;

    /// <summary>How far apart the visits of a kernel may lie, as a share of their median, to be fitted.</summary>
    public double MostSpread { get; init; } = 0.25;

    /// <summary>Spreads up to this many microseconds are never too much.</summary>
    public double FreeSpread { get; init; } = 3;

    /// <summary>Sums up the visits of each subject.</summary>
    public IReadOnlyList<SubjectProfile> Summarize(IReadOnlyList<Visit> visits)
    {
        if (visits.Count == 0)
        {
            return [];
        }

        double limit = Quiet(visits) * (1 + Tolerance);
        return [.. visits.GroupBy(v => v.Subject).Select(g => Summarize([.. g], limit))];
    }

    private static SubjectProfile Summarize(Visit[] visits, double limit)
    {
        Visit[] quiet = [.. visits.Where(v => v.YardstickMicroseconds <= limit)];
        Visit[] kept = quiet.Length > 0 ? quiet : [visits.MinBy(v => v.YardstickMicroseconds)!];
        int count = kept.Min(v => v.Kernels.Count);
        double[] powers = [.. kept.Select(v => v.Watts).OfType<double>()];
        double[] wholes = [.. kept.Select(v => v.WholeMicroseconds)];
        return new SubjectProfile(visits[0].Subject, kept.Length, visits.Length - kept.Length, Median(wholes), HalfRange(wholes), powers.Length > 0 ? Median(powers) : null, [.. Enumerable.Range(0, count).Select(Kernel)]);

        KernelProfile Kernel(int i)
        {
            double[] times = [.. kept.Select(v => v.Kernels[i].Microseconds)];
            return new KernelProfile(kept[0].Kernels[i].Layer, kept[0].Kernels[i].Config, Median(times), HalfRange(times));
        }
    }

    /// <summary>Microseconds of the yardstick while nothing disturbs it.</summary>
    public static double Quiet(IReadOnlyList<Visit> visits)
    {
        double[] yardsticks = [.. visits.Select(v => v.YardstickMicroseconds).Order()];
        return yardsticks[(int)(QuietShare * (yardsticks.Length - 1))];
    }

    /// <summary>True when the visits of a kernel agree.</summary>
    public bool Trusts(KernelProfile kernel) => kernel.Spread <= Math.Max(FreeSpread, MostSpread * kernel.Microseconds);

    private static double HalfRange(double[] values) => (values.Max() - values.Min()) / 2;

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
