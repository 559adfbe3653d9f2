using MathNet.Numerics.LinearAlgebra.Double;

namespace Lathe.Compression.Quantization.Gptq;

/// <summary>
/// Rounds a row of weights one after the other; each error is made up for by the weights that are still free, as the second moments of the
/// inputs say: <c>w_free -= e_q (H^-1)_free,q / (H^-1)_qq</c> (Frantar et al. 2023).
/// </summary>
public sealed class GptqSolver
{
    private readonly int[] _order;
    private readonly double[,] _upper;

    /// <summary>Prepares a group of rows.</summary>
    /// <param name="moments">Second moments of the inputs, [inputs, inputs].</param>
    /// <param name="damping">Added to the diagonal, as a share of its mean.</param>
    /// <param name="largestFirst">True to round the weights of the largest inputs first.</param>
    public GptqSolver(double[,] moments, double damping, bool largestFirst)
    {
        int size = moments.GetLength(0);
        _order = [.. Enumerable.Range(0, size)];
        if (largestFirst)
        {
            _order = [.. _order.OrderByDescending(i => moments[i, i]).ThenBy(i => i)];
        }

        double mean = Enumerable.Range(0, size).Average(i => moments[i, i]), added = damping * (mean > 0 ? mean : 1);
        double[] reversed = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                reversed[((size - 1 - i) * size) + size - 1 - j] = moments[_order[i], _order[j]] + (i == j ? added : 0);
            }
        }

        _upper = InverseRoot(reversed, size);
    }

    /// <summary>Rounds one row in place.</summary>
    /// <param name="row">The weights; afterwards numbers that have codes.</param>
    /// <param name="nearest">The nearest number with a code, for a value and its place.</param>
    public void Solve(double[] row, Func<double, int, double> nearest)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int at = _order[i];

            // A pruned weight stays pruned, and what it was moved to is an error like any other.
            double original = row[at], rounded = nearest(original, at), error = (original - rounded) / _upper[i, i];
            row[at] = rounded;
            for (int j = i + 1; j < row.Length; j++)
            {
                row[_order[j]] -= error * _upper[i, j];
            }
        }
    }

    // The upper triangle U with H^-1 = U^T U: its row i holds what later weights owe for an error of weight i. Of H with rows and columns in reverse,
    // L L^T, it is the inverse of L in reverse: no inverse of H is formed.
    private static double[,] InverseRoot(double[] reversed, int size)
    {
        double[] lower = new DenseMatrix(size, size, reversed).Cholesky().Factor.AsColumnMajorArray();
        var upper = new double[size, size];
        double[] column = new double[size];
        for (int c = 0; c < size; c++)
        {
            Array.Clear(column);
            column[c] = 1;
            for (int k = c; k < size; k++)
            {
                double value = column[k] /= lower[(k * size) + k];
                upper[size - 1 - k, size - 1 - c] = value;
                ReadOnlySpan<double> below = lower.AsSpan((k * size) + k + 1, size - k - 1);
                Span<double> rest = column.AsSpan(k + 1);
                for (int i = 0; i < rest.Length; i++)
                {
                    rest[i] -= value * below[i];
                }
            }
        }

        return upper;
    }
}
