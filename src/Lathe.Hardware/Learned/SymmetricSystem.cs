namespace Lathe.Hardware.Learned;

/// <summary>Solves small systems of equations with a symmetric positive definite matrix, by Cholesky's factors.</summary>
internal sealed class SymmetricSystem
{
    private readonly double[,] _factor;
    private readonly int _size;

    /// <summary>Factors a matrix.</summary>
    public SymmetricSystem(double[,] matrix)
    {
        _size = matrix.GetLength(0);
        _factor = new double[_size, _size];
        for (int row = 0; row < _size; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double sum = matrix[row, column];
                for (int k = 0; k < column; k++)
                {
                    sum -= _factor[row, k] * _factor[column, k];
                }

                _factor[row, column] = row == column ? Math.Sqrt(Math.Max(sum, double.Epsilon)) : sum / _factor[column, column];
            }
        }
    }

    /// <summary>The solution for a right side.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        double[] x = right.ToArray();
        for (int row = 0; row < _size; row++)
        {
            for (int k = 0; k < row; k++)
            {
                x[row] -= _factor[row, k] * x[k];
            }

            x[row] /= _factor[row, row];
        }

        for (int row = _size - 1; row >= 0; row--)
        {
            for (int k = row + 1; k < _size; k++)
            {
                x[row] -= _factor[k, row] * x[k];
            }

            x[row] /= _factor[row, row];
        }

        return x;
    }
}
