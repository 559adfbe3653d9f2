using Lathe.Compression.Calibration;

namespace Lathe.Compression.Sparsity.EnergyAware;

/// <summary>Least squares: the weights that stay take over what the pruned ones did, <c>min || X (v - w) ||^2</c> over v with the mask's zeros.</summary>
internal static class OutputRestoration
{
    private const double Damping = 1e-4;

    /// <summary>The row v closest to w in its outputs; its zeros are where <paramref name="kept"/> is false.</summary>
    public static double[] Restore(double[] row, bool[] kept, SymmetricMatrix moments)
    {
        int[] support = [.. Enumerable.Range(0, row.Length).Where(i => kept[i])];
        double[] restored = new double[row.Length];
        if (support.Length == 0)
        {
            return restored;
        }

        SymmetricMatrix damped = moments.Damped(Damping);
        double[] wanted = damped.Times(row);
        double[] solved = SymmetricMatrix.Solve(damped.Part(support).Cholesky(), Array.ConvertAll(support, i => wanted[i]));
        for (int i = 0; i < support.Length; i++)
        {
            restored[support[i]] = solved[i];
        }

        return restored;
    }
}
