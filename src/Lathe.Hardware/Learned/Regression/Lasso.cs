namespace Lathe.Hardware.Learned.Regression;

/// <summary>
/// Lasso (Tibshirani 1996): <c>min 1/(2n) |y - X c|^2 + lambda sum_j s_j |c_j|</c> with <c>s_j</c> the root mean square of a column, by
/// coordinate descent on the products of columns (Friedman, Hastie and Tibshirani 2010). The first column is not penalized.
/// </summary>
internal static class Lasso
{
    private const int MostSweeps = 300;
    private const double Settled = 1e-6;

    /// <summary>The least lambda at which every penalized coefficient is zero when the first column stands alone.</summary>
    public static double Largest(Moments m)
    {
        double first = m.Products[0, 0] > 0 ? m.Right[0] / m.Products[0, 0] : 0, largest = 0;
        for (int j = 1; j < m.Columns; j++)
        {
            double scale = Math.Sqrt(m.Products[j, j] * m.Rows);
            largest = scale > 0 ? Math.Max(largest, Math.Abs(m.Right[j] - (m.Products[j, 0] * first)) / scale) : largest;
        }

        return largest;
    }

    /// <summary>Coefficients for a lambda.</summary>
    /// <param name="m">The rows.</param>
    /// <param name="lambda">Weight of the penalty.</param>
    /// <param name="start">Coefficients to begin from.</param>
    /// <param name="nonNegative">True when no coefficient may be below zero.</param>
    public static double[] Fit(Moments m, double lambda, double[]? start = null, bool nonNegative = false)
    {
        double[] c = start is null ? new double[m.Columns] : [.. start], residual = [.. m.Right];
        for (int j = 0; j < m.Columns; j++)
        {
            Subtract(m, residual, j, c[j]);
        }

        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double moved = 0;
            for (int j = 0; j < m.Columns; j++)
            {
                double own = m.Products[j, j];
                if (own <= 0)
                {
                    continue;
                }

                double threshold = j == 0 ? 0 : lambda * Math.Sqrt(own * m.Rows), pull = residual[j] + (own * c[j]);
                double next = Math.Sign(pull) * Math.Max(0, Math.Abs(pull) - threshold) / own;
                next = nonNegative ? Math.Max(0, next) : next;
                moved = Math.Max(moved, Math.Abs(next - c[j]) * Math.Sqrt(own / m.Rows));
                Subtract(m, residual, j, next - c[j]);
                c[j] = next;
            }

            if (moved < Settled)
            {
                break;
            }
        }

        return c;
    }

    private static void Subtract(Moments m, double[] residual, int column, double change)
    {
        for (int i = 0; change != 0 && i < residual.Length; i++)
        {
            residual[i] -= m.Products[i, column] * change;
        }
    }
}
