namespace Lathe.Hardware.Learned.Regression;

/// <summary>
/// Fits sparse polynomials to relative errors: rows are divided by their target. Degree and penalty are those of the least
/// error over folds left out; one fold may hold several rows that belong together.
/// </summary>
internal sealed class PolynomialFit
{
    private const int MostDegree = 3, Lambdas = 16, RowsPerTerm = 3;
    private const double LeastLambda = 1e-5;

    private readonly double[][] _values;
    private readonly double[] _targets;
    private readonly int[] _folds;
    private readonly int _foldCount;
    private readonly double[] _scales;
    private readonly int _variables;

    private PolynomialFit(double[][] values, double[] targets, int[] folds, int variables)
    {
        (_values, _targets, _folds, _foldCount, _variables) = (values, targets, folds, folds.Max() + 1, variables);
        _scales = [.. Enumerable.Range(0, values[0].Length).Select(i => values.Any(v => v[i] != values[0][i]) ? values.Max(v => Math.Abs(v[i])) : 0)];
    }

    /// <summary>Fits, and predicts every row by the fit that did not see its fold.</summary>
    /// <param name="values">Rows: variables, then special terms.</param>
    /// <param name="targets">Positive targets.</param>
    /// <param name="folds">The fold of each row.</param>
    /// <param name="variables">How many of the values are variables.</param>
    public static (SparsePolynomial Fit, double[] Left) Run(double[][] values, double[] targets, int[] folds, int variables)
    {
        var fit = new PolynomialFit(values, targets, folds, variables);
        Candidate best = Enumerable.Range(1, MostDegree).Select(fit.Try).Where(c => c is not null).MinBy(c => c!.Error)!;
        double floor = targets.Min() / 2;
        int[] kept = [.. Enumerable.Range(0, best.Terms.Length).Where(t => best.Coefficients[t] != 0)];
        return (new SparsePolynomial(best.Degree, best.Lambda, fit._scales, [.. kept.Select(t => best.Terms[t])], [.. kept.Select(t => best.Coefficients[t])], floor), [.. best.Left.Select(v => Math.Max(v, floor))]);
    }

    private Candidate? Try(int degree)
    {
        int[][] terms = Terms(degree);
        if (degree > 1 && terms.Length * RowsPerTerm > _values.Length)
        {
            return null;
        }

        double[][] rows = [.. _values.Select((v, r) => terms.Select(t => SparsePolynomial.Term(t, v, _scales) / _targets[r]).ToArray())];
        Moments[] folds = [.. Enumerable.Range(0, _foldCount).Select(_ => new Moments(terms.Length))];
        for (int r = 0; r < rows.Length; r++)
        {
            folds[_folds[r]].Add(rows[r], 1);
        }

        Moments all = folds.Aggregate((sum, f) => sum.Plus(f));
        double largest = Lasso.Largest(all);
        double[] lambdas = [.. Enumerable.Range(0, Lambdas).Select(i => largest * Math.Pow(LeastLambda, i / (Lambdas - 1.0)))];
        double[][] left = [.. lambdas.Select(_ => new double[rows.Length])];
        for (int fold = 0; fold < _foldCount; fold++)
        {
            PredictFold(fold, _foldCount > 1 ? all.Without(folds[fold]) : all, rows, lambdas, left);
        }

        double[] errors = [.. left.Select(l => l.Average(relative => (relative - 1) * (relative - 1)))];
        int best = Array.IndexOf(errors, errors.Min());
        double[]? coefficients = null;
        foreach (double lambda in lambdas[..(best + 1)])
        {
            coefficients = Lasso.Fit(all, lambda, coefficients);
        }

        return new Candidate(degree, lambdas[best], terms, coefficients!, [.. left[best].Select((relative, r) => relative * _targets[r])], errors[best]);
    }

    private void PredictFold(int fold, Moments others, double[][] rows, double[] lambdas, double[][] left)
    {
        double[]? c = null;
        for (int i = 0; i < lambdas.Length; i++)
        {
            c = Lasso.Fit(others, lambdas[i], c);
            for (int r = 0; r < rows.Length; r++)
            {
                if (_folds[r] == fold)
                {
                    double sum = 0;
                    for (int t = 0; t < c.Length; t++)
                    {
                        sum += c[t] * rows[r][t];
                    }

                    left[i][r] = sum;
                }
            }
        }
    }

    // The constant first, then every product of variables up to the degree, then the special terms.
    private int[][] Terms(int degree)
    {
        int[] varying = [.. Enumerable.Range(0, _variables).Where(i => _scales[i] > 0)];
        var terms = new List<int[]> { new int[_scales.Length] };
        for (int first = 0, round = 0; round < degree; round++)
        {
            int end = terms.Count;
            for (int t = first; t < end; t++)
            {
                int last = Array.FindLastIndex(terms[t], p => p > 0);
                foreach (int i in varying.Where(i => i >= last))
                {
                    int[] longer = [.. terms[t]];
                    longer[i]++;
                    terms.Add(longer);
                }
            }

            first = end;
        }

        foreach (int i in Enumerable.Range(_variables, _scales.Length - _variables).Where(i => _scales[i] > 0))
        {
            int[] special = new int[_scales.Length];
            special[i] = -1;
            terms.Add(special);
        }

        return [.. terms];
    }

    private sealed record Candidate(int Degree, double Lambda, int[][] Terms, double[] Coefficients, double[] Left, double Error);
}
