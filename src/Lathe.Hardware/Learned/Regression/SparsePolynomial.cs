namespace Lathe.Hardware.Learned.Regression;

/// <summary>
/// NeuralPower's form (Cai et al. 2017): <c>sum_j c_j prod_i x_i^q_ij + sum_s c_s F_s</c>, a polynomial of the variables and special terms,
/// most coefficients zero. Never below half of the least target it was fitted to.
/// </summary>
/// <param name="Degree">The degree that cross-validation chose.</param>
/// <param name="Lambda">The penalty that it chose.</param>
/// <param name="Scales">The largest value of each variable, then of each special term; 0 for what never varied.</param>
/// <param name="Exponents">The terms with a coefficient: powers of the variables; special terms have -1 at their own place and are as long as <paramref name="Scales"/>.</param>
/// <param name="Coefficients">One for each term.</param>
/// <param name="Floor">The least it predicts.</param>
public sealed record SparsePolynomial(int Degree, double Lambda, double[] Scales, int[][] Exponents, double[] Coefficients, double Floor)
{
    /// <summary>The value for variables followed by special terms.</summary>
    public double Predict(ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int term = 0; term < Exponents.Length; term++)
        {
            sum += Coefficients[term] * Term(Exponents[term], values, Scales);
        }

        return Math.Max(sum, Floor);
    }

    /// <summary>The value of one term; a special term enters linearly.</summary>
    internal static double Term(int[] exponents, ReadOnlySpan<double> values, double[] scales)
    {
        double product = 1;
        for (int i = 0; i < exponents.Length; i++)
        {
            double value = scales[i] > 0 ? values[i] / scales[i] : 0;
            for (int power = Math.Abs(exponents[i]); power > 0; power--)
            {
                product *= value;
            }
        }

        return product;
    }
}
