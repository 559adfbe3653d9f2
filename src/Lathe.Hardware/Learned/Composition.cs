using Lathe.Hardware.Learned.Profiles;
using Lathe.Hardware.Learned.Regression;

namespace Lathe.Hardware.Learned;

/// <summary>
/// From kernels to a network: <c>call + kernels * node + scale * sum of kernel times</c>. The profiler's clock runs inside each
/// kernel and the runtime's own work between them, so neither shows in the other; all three are fitted to whole runs of trays.
/// </summary>
/// <param name="Call">Microseconds of a call.</param>
/// <param name="Node">Microseconds of a kernel beside its own time; below zero when the profiler costs more than the runtime.</param>
/// <param name="Scale">How much of the profiled time is left without the profiler.</param>
public sealed record Composition(double Call, double Node, double Scale)
{
    private const int Fewest = 8;

    /// <summary>Sums as they are.</summary>
    public static Composition Plain { get; } = new(0, 0, 1);

    /// <summary>Fits whole runs, each with the same relative weight; too few are not fitted.</summary>
    public static Composition Fit(IReadOnlyList<SubjectProfile> trays)
    {
        if (trays.Count < Fewest)
        {
            return Plain;
        }

        // A little of the plain sum as prior keeps the three apart where trays are alike.
        const double Prior = 1e-3;
        var moments = new Moments(3);
        foreach (SubjectProfile tray in trays)
        {
            double whole = tray.WholeMicroseconds;
            moments.Add([1 / whole, tray.Kernels.Count / whole, tray.KernelMicroseconds / whole], 1);
        }

        double[,] products = moments.Products;
        products[2, 2] += Prior * trays.Count;
        products[0, 0] += Prior * products[0, 0];
        products[1, 1] += Prior * products[1, 1];
        double[] right = moments.Right;
        right[2] += Prior * trays.Count;
        double[] c = new SymmetricSystem(products).Solve(right);
        return new Composition(c[0], c[1], c[2]);
    }

    /// <summary>What a kernel adds to the whole.</summary>
    public double Kernel(double microseconds) => Node + (Scale * microseconds);

    /// <summary>The whole.</summary>
    public double Whole(int kernels, double microseconds) => Call + (kernels * Node) + (Scale * microseconds);
}
