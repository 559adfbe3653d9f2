using Lathe.Hardware.Learned.Kernels;

namespace Lathe.Hardware.Learned.Profiles;

/// <summary>
/// What the visits of a subject add up to, the same for layers and for the networks they are compared with: of the whole and of each kernel
/// the least of the visits, each of which is a lower quartile of its runs. Others on the host only ever add time, in spells that outlast a
/// visit; a median would say how busy the host was, and the least of visits far apart says what the network takes. The
/// yardstick tells how often that was.
/// </summary>
public sealed record VisitPolicy
{
    private const double QuietShare = 0.1;

    /// <summary>How much longer than its quiet time (the tenth percentile of all looks) the yardstick may take in a visit that is called undisturbed, as a share.</summary>
    public double Tolerance { get; init; } = 0.08;

    /// <summary>The share of the most visits of any subject that a subject must have: fewer find no quiet moment.</summary>
    public double LeastVisits { get; init; } = 0.6;

    /// <summary>How far above the least the lower quartile of a kernel's visits may lie, as a share of it, to be fitted: a least that is seldom reached may not have been reached.</summary>
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
        Visit[][] subjects = [.. visits.GroupBy(v => v.Subject).Select(g => g.ToArray())];
        double fewest = LeastVisits * subjects.Max(s => s.Length);
        return [.. subjects.Where(s => s.Length >= fewest).Select(s => Summarize(s, limit))];
    }

    private static SubjectProfile Summarize(Visit[] visits, double limit)
    {
        double[] wholes = [.. visits.Select(v => v.WholeMicroseconds)], powers = [.. visits.Select(v => v.Watts).OfType<double>()];
        int disturbed = visits.Count(v => v.YardstickMicroseconds > limit);
        return new SubjectProfile(visits[0].Subject, visits.Length - disturbed, disturbed, wholes.Min(), Spread(wholes), At([.. visits.Select(v => v.UsualMicroseconds)], 0.5), powers.Length > 0 ? At(powers, 0.5) : null, Kernels(visits));
    }

    // The runtime orders a graph as it likes, each time it optimizes it: kernels are found again by what they do.
    private static KernelProfile[] Kernels(Visit[] visits)
    {
        ILookup<(int, KernelConfig), double>[] times = [.. visits.Select(v => v.Kernels.ToLookup(k => (k.Layer, k.Config), k => k.Microseconds))];
        var met = new Dictionary<(int, KernelConfig), int>();
        return [.. visits[0].Kernels.Select(Kernel)];

        KernelProfile Kernel(KernelTiming kernel)
        {
            (int, KernelConfig) name = (kernel.Layer, kernel.Config);
            int before = met.GetValueOrDefault(name);
            met[name] = before + 1;
            double[] own = [.. times.SelectMany(t => t[name].Skip(before).Take(1))];
            return new KernelProfile(kernel.Layer, kernel.Config, own.Min(), Spread(own));
        }
    }

    /// <summary>Microseconds of the yardstick while nothing disturbs it.</summary>
    public static double Quiet(IReadOnlyList<Visit> visits) => At([.. visits.SelectMany(v => new[] { v.YardstickMicroseconds, v.ProfiledYardstickMicroseconds })], QuietShare);

    /// <summary>True when the visits of a kernel agree on what its least is.</summary>
    public bool Trusts(KernelProfile kernel) => kernel.Spread <= Math.Max(FreeSpread, MostSpread * kernel.Microseconds);

    private static double Spread(double[] values) => At(values, 0.25) - values.Min();

    private static double At(double[] values, double quantile)
    {
        double[] sorted = [.. values.Order()];
        double place = quantile * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
