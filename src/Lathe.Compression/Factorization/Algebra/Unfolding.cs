using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.Algebra;

/// <summary>Weights as matrices, and back.</summary>
internal static class Unfolding
{
    // Weights are small matrices: threads cost more than they save, and one thread rounds the same each time.
    static Unfolding() => MathNet.Numerics.Control.UseSingleThread();

    /// <summary>A row-major array as a matrix.</summary>
    public static Matrix<double> Matrix(ReadOnlySpan<float> values, int rows, int columns)
    {
        var matrix = Matrix<double>.Build.Dense(rows, columns);
        for (int i = 0; i < values.Length; i++)
        {
            matrix[i / columns, i % columns] = values[i];
        }

        return matrix;
    }

    /// <summary>The elements of an array with its axes in another order.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="dimensions">Its dimensions.</param>
    /// <param name="order">The old axis of each new one.</param>
    public static float[] Permute(ReadOnlySpan<float> values, ReadOnlySpan<int> dimensions, params ReadOnlySpan<int> order)
    {
        int rank = dimensions.Length;
        Span<int> strides = stackalloc int[rank], index = stackalloc int[rank];
        index.Clear();
        for (int axis = rank - 1, stride = 1; axis >= 0; stride *= dimensions[axis--])
        {
            strides[axis] = stride;
        }

        float[] result = new float[values.Length];
        for (int i = 0, at = 0; i < result.Length; i++)
        {
            result[i] = values[at];
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                int old = order[axis];
                at += strides[old];
                if (++index[axis] < dimensions[old])
                {
                    break;
                }

                at -= strides[old] * dimensions[old];
                index[axis] = 0;
            }
        }

        return result;
    }

    /// <summary>A matrix as a row-major array.</summary>
    public static float[] Rows(Matrix<double> matrix)
    {
        float[] values = new float[matrix.RowCount * matrix.ColumnCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)matrix[i / matrix.ColumnCount, i % matrix.ColumnCount];
        }

        return values;
    }

    /// <summary>The first columns of a matrix, each scaled.</summary>
    public static Matrix<double> Leading(Matrix<double> matrix, int columns, Func<int, double>? scale = null)
    {
        Matrix<double> leading = matrix.SubMatrix(0, matrix.RowCount, 0, columns);
        for (int k = 0; scale is not null && k < columns; k++)
        {
            leading.SetColumn(k, leading.Column(k) * scale(k));
        }

        return leading;
    }

    /// <summary>The relative distance of two matrices, <c>|A - B| / |A|</c>.</summary>
    public static double Distance(Matrix<double> a, Matrix<double> b)
    {
        double norm = a.FrobeniusNorm();
        return norm == 0 ? 0 : (a - b).FrobeniusNorm() / norm;
    }
}
