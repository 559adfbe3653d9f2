using Lathe.Hardware.Learned.Profiles;
using Lathe.Hardware.Learned.Regression;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned;

/// <summary>
/// From kernels to a network: <c>call + sum over kernels of (node + scale * t + small * min(t, bound))</c>. The profiler writes down names
/// and shapes inside each kernel's time, which is most of what a small kernel seems to take and little of a large one; the runtime's own work
/// lies between the kernels. All of it is fitted to whole runs of trays, from single layers up.
/// </summary>
/// <param name="Call">Microseconds of a call.</param>
/// <param name="Node">Microseconds of a kernel beside its own time; below zero when the profiler costs more than the runtime.</param>
/// <param name="Scale">How much of the profiled time is left without the profiler.</param>
/// <param name="Small">How much more of the first microseconds; below zero when they are the profiler's.</param>
/// <param name="Bound">How many microseconds these are.</param>
public sealed record Composition(double Call, double Node, double Scale, double Small, double Bound)
{
    private const int Fewest = 8;

    // A few microseconds are the jitter of a call: trays that take less count less.
    private const double Jitter = 5;
    private static readonly double[] s_bounds = [5, 7, 10, 14, 20];

    /// <summary>Sums as they are.</summary>
    public static Composition Plain { get; } = new(0, 0, 1, 0, 0);

    /// <summary>Fits whole runs, each with the same relative weight; too few are not fitted.</summary>
    public static Composition Fit(IReadOnlyList<SubjectProfile> trays) => trays.Count < Fewest ? Plain : s_bounds.Select(b => Fit(trays, b)).MinBy(f => f.Error).Fit;

    private static (Composition Fit, double Error) Fit(IReadOnlyList<SubjectProfile> trays, double bound)
    {
        // A little of the plain sum as prior keeps the four apart where trays are alike.
        const double Prior = 1e-3;
        var moments = new Moments(4);
        foreach (SubjectProfile tray in trays)
        {
            double weight = 1 / (tray.WholeMicroseconds + Jitter);
            moments.Add([weight, tray.Kernels.Count * weight, tray.KernelMicroseconds * weight, tray.Kernels.Sum(k => Math.Min(k.Microseconds, bound)) * weight], tray.WholeMicroseconds * weight);
        }

        double[,] products = moments.Products;
        double[] right = moments.Right;
        right[2] += Prior * products[2, 2];
        for (int i = 0; i < 4; i++)
        {
            products[i, i] *= 1 + Prior;
        }

        double[] c = new SymmetricSystem(products).Solve(right);
        var fit = new Composition(c[0], c[1], c[2], c[3], bound);
        return (fit, trays.Sum(t => Math.Pow((fit.Whole(t.Kernels.Select(k => k.Microseconds)) - t.WholeMicroseconds) / (t.WholeMicroseconds + Jitter), 2)));
    }

    /// <summary>What a kernel adds to the whole; never less than nothing.</summary>
    public double Kernel(double microseconds) => Math.Max(0, Node + (Scale * microseconds) + (Small * Math.Min(microseconds, Bound)));

    /// <summary>What a kernel adds, with its interval.</summary>
    internal Estimate Kernel(Estimate microseconds) => new(Kernel(microseconds.Value), Kernel(microseconds.Low), Kernel(microseconds.High));

    /// <summary>The whole.</summary>
    public double Whole(IEnumerable<double> microseconds) => Call + microseconds.Sum(Kernel);
}
