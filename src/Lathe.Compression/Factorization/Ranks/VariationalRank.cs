namespace Lathe.Compression.Factorization.Ranks;

/// <summary>
/// The rank by empirical variational Bayesian matrix factorization, whose global solution is known in closed form (Nakajima et al. 2013): a
/// singular value stays when it exceeds <c>sqrt(M s2 (1 + t)(1 + a / t))</c>, where the matrix is L x M with L at most M,
/// <c>a = L / M</c>, <c>t = 2.5129 sqrt(a)</c> and s2 is the variance of the noise, found by a search in one dimension.
/// </summary>
public static class VariationalRank
{
    private const int GridSteps = 400, Refinements = 60;

    /// <summary>The rank; 0 when everything looks like noise.</summary>
    public static int Of(Spectrum spectrum)
    {
        int l = Math.Min(spectrum.Rows, spectrum.Columns), m = Math.Max(spectrum.Rows, spectrum.Columns);
        if (spectrum.Energy == 0)
        {
            return 0;
        }

        double ratio = (double)l / m, tau = 2.5129 * Math.Sqrt(ratio), edge = (1 + tau) * (1 + (ratio / tau));
        double[] squares = new double[l];
        for (int i = 0; i < Math.Min(l, spectrum.Values.Length); i++)
        {
            squares[i] = spectrum.Values[i] * spectrum.Values[i];
        }

        double noise = Noise(squares, m, ratio, edge);
        return squares.Count(s => s > m * noise * edge);
    }

    // The free energy is not convex in the variance: a grid over its logarithm finds the basin, golden section the bottom.
    private static double Noise(double[] squares, int m, double ratio, double edge)
    {
        int l = squares.Length, most = Math.Max(0, Math.Min((int)Math.Ceiling(l / (1 + ratio)) - 1, l) - 1);
        double upper = squares.Sum() / ((double)l * m);
        double lower = Math.Max(squares[Math.Min(most + 1, l - 1)] / (m * edge), squares.Skip(most + 1).DefaultIfEmpty(0).Average() / m);
        lower = Math.Max(lower, upper * 1e-12);
        if (lower >= upper)
        {
            return upper;
        }

        double At(double log) => FreeEnergy(squares, Math.Exp(log), m, ratio, edge);
        double from = Math.Log(lower), to = Math.Log(upper), step = (to - from) / GridSteps;
        double best = from + (step * Enumerable.Range(0, GridSteps + 1).MinBy(i => At(from + (step * i))));
        (double low, double high) = (Math.Max(from, best - step), Math.Min(to, best + step));
        double golden = (Math.Sqrt(5) - 1) / 2;
        for (int i = 0; i < Refinements; i++)
        {
            double left = high - (golden * (high - low)), right = low + (golden * (high - low));
            (low, high) = At(left) < At(right) ? (low, right) : (left, high);
        }

        return Math.Exp((low + high) / 2);
    }

    private static double FreeEnergy(double[] squares, double noise, int m, double ratio, double edge)
    {
        double sum = 0;
        foreach (double square in squares)
        {
            double x = Math.Max(square / (m * noise), 1e-300);
            if (x <= edge)
            {
                sum += x - Math.Log(x);
                continue;
            }

            double centred = x - (1 + ratio), tau = 0.5 * (centred + Math.Sqrt((centred * centred) - (4 * ratio)));
            sum += x - tau + Math.Log((tau + 1) / x) + (ratio * Math.Log((tau / ratio) + 1));
        }

        return sum;
    }
}
