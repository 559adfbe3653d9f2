using Lathe.Compression.Factorization.Algebra;
using Lathe.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.Cp;

/// <summary>
/// The canonical polyadic decomposition <c>X[i, j, ...] = sum_r A[i, r] B[j, r] ...</c> by alternating least squares (Carroll and Chang 1970,
/// Harshman 1970): with all factors but one held, that one is a linear least squares problem.
/// </summary>
internal sealed class AlternatingLeastSquares
{
    private const int MostRounds = 50;
    private const double Ridge = 1e-9, Gain = 2e-5;

    private readonly Matrix<double>[] _unfoldings;
    private readonly double _square;

    public AlternatingLeastSquares(float[] values, int[] dimensions)
    {
        _unfoldings = [.. Enumerable.Range(0, dimensions.Length).Select(mode => Unfolding.Matrix(
            Unfolding.Permute(values, dimensions, [mode, .. Enumerable.Range(0, dimensions.Length).Where(m => m != mode)]), dimensions[mode], values.Length / dimensions[mode]))];
        _square = Math.Pow(_unfoldings[0].FrobeniusNorm(), 2);
    }

    /// <summary>Factors of a rank and the relative error.</summary>
    public (Matrix<double>[] Factors, double Error) Solve(int rank, RandomKey key)
    {
        Matrix<double>[] factors = [.. _unfoldings.Select((u, mode) => Start(u, rank, key.Fold((ulong)mode)))];
        double error = double.MaxValue;
        for (int round = 0; round < MostRounds; round++)
        {
            Matrix<double> product = factors[0];
            for (int mode = 0; mode < factors.Length; mode++)
            {
                product = _unfoldings[mode] * KhatriRao(factors, mode);
                factors[mode] = Fit(product, Gram(factors, mode));
                Balance(factors, mode);
            }

            double now = Error(factors, product);
            if (error - now < Gain)
            {
                return (factors, now);
            }

            error = now;
        }

        return (factors, error);
    }

    // Leading singular vectors, and random columns where a mode has fewer than the rank.
    private static Matrix<double> Start(Matrix<double> unfolding, int rank, RandomKey key)
    {
        Matrix<double> vectors = ThinSvd.LeftOf(unfolding).Vectors;
        float[] random = new float[vectors.RowCount * rank];
        key.FillNormal(random);
        return Matrix<double>.Build.Dense(vectors.RowCount, rank, (i, r) => r < vectors.ColumnCount ? vectors[i, r] : random[(i * rank) + r] / Math.Sqrt(vectors.RowCount));
    }

    private static Matrix<double> Fit(Matrix<double> product, Matrix<double> gram)
    {
        double ridge = Ridge * Math.Max(1e-30, gram.Diagonal().Maximum());
        return (gram + (Matrix<double>.Build.DenseIdentity(gram.RowCount) * ridge)).Cholesky().Solve(product.Transpose()).Transpose();
    }

    // Columns of all factors but the one just fitted have length 1; that one carries the sizes.
    private static void Balance(Matrix<double>[] factors, int fitted)
    {
        int next = (fitted + 1) % factors.Length;
        for (int r = 0; r < factors[0].ColumnCount; r++)
        {
            double norm = factors[fitted].Column(r).L2Norm();
            if (norm > 0)
            {
                factors[fitted].SetColumn(r, factors[fitted].Column(r) / norm);
                factors[next].SetColumn(r, factors[next].Column(r) * norm);
            }
        }
    }

    // Column r is the outer product of the columns r of all factors but one, the last of them running fastest.
    private Matrix<double> KhatriRao(Matrix<double>[] factors, int without)
    {
        int rank = factors[0].ColumnCount;
        double[][] columns = new double[rank][];
        for (int r = 0; r < rank; r++)
        {
            double[] product = [1];
            for (int mode = 0; mode < factors.Length; mode++)
            {
                product = mode == without ? product : Outer(product, factors[mode].Column(r).ToArray());
            }

            columns[r] = product;
        }

        return Matrix<double>.Build.DenseOfColumnArrays(columns);
    }

    private static double[] Outer(double[] slow, double[] fast)
    {
        double[] product = new double[slow.Length * fast.Length];
        for (int i = 0, at = 0; i < slow.Length; i++)
        {
            for (int j = 0; j < fast.Length; j++)
            {
                product[at++] = slow[i] * fast[j];
            }
        }

        return product;
    }

    private static Matrix<double> Gram(Matrix<double>[] factors, int without = -1)
    {
        int rank = factors[0].ColumnCount;
        var gram = Matrix<double>.Build.Dense(rank, rank, 1);
        for (int m = 0; m < factors.Length; m++)
        {
            gram = m == without ? gram : gram.PointwiseMultiply(factors[m].TransposeThisAndMultiply(factors[m]));
        }

        return gram;
    }

    private double Error(Matrix<double>[] factors, Matrix<double> product)
    {
        // The last factor was normalised after its fit: its size went to the first one, where the inner product misses it.
        int last = factors.Length - 1;
        double inner = 0;
        for (int r = 0; r < factors[0].ColumnCount; r++)
        {
            inner += product.Column(r).DotProduct(factors[last].Column(r)) * Scale(factors[0], r);
        }

        return Math.Sqrt(Math.Max(0, _square - (2 * inner) + Gram(factors).Enumerate().Sum()) / Math.Max(1e-300, _square));
    }

    private static double Scale(Matrix<double> first, int r) => first.Column(r).L2Norm();
}
