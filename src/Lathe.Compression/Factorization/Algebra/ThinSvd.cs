using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.Algebra;

/// <summary>
/// The singular value decomposition <c>A = U diag(s) V'</c>, from the eigenvectors of the smaller of <c>A A'</c> and <c>A' A</c>:
/// half the digits of a direct one, which in binary64 is still more than binary32 weights have, at a fraction of the time.
/// </summary>
/// <param name="Left">U, columns for the singular values.</param>
/// <param name="Values">s, descending.</param>
/// <param name="Right">V, columns for the singular values.</param>
internal sealed record ThinSvd(Matrix<double> Left, double[] Values, Matrix<double> Right)
{
    /// <summary>Decomposes a matrix.</summary>
    public static ThinSvd Of(Matrix<double> a)
    {
        if (a.RowCount > a.ColumnCount)
        {
            ThinSvd turned = Of(a.Transpose());
            return new ThinSvd(turned.Right, turned.Values, turned.Left);
        }

        (Matrix<double> left, double[] values) = LeftOf(a);
        Matrix<double> right = a.TransposeThisAndMultiply(left);
        for (int k = 0; k < values.Length; k++)
        {
            right.SetColumn(k, values[k] > 0 ? right.Column(k) / values[k] : right.Column(k) * 0);
        }

        return new ThinSvd(left, values, right);
    }

    /// <summary>The left singular vectors and all singular values of a matrix, as many as it has rows.</summary>
    public static (Matrix<double> Vectors, double[] Values) LeftOf(Matrix<double> a)
    {
        var eigen = a.TransposeAndMultiply(a).Evd(Symmetricity.Symmetric);
        int count = a.RowCount;
        var vectors = Matrix<double>.Build.Dense(count, count);
        double[] values = new double[count];
        for (int k = 0; k < count; k++)
        {
            values[k] = Math.Sqrt(Math.Max(0, eigen.EigenValues[count - 1 - k].Real));
            vectors.SetColumn(k, eigen.EigenVectors.Column(count - 1 - k));
        }

        // What squares cannot tell from rounding is zero.
        double noise = count == 0 ? 0 : values[0] * 1e-8 * Math.Sqrt(count);
        return (vectors, Array.ConvertAll(values, v => v > noise ? v : 0));
    }
}
