namespace Lathe.Compression.Calibration;

/// <summary>A symmetric matrix in binary64 that sums are gathered in, with the factorizations second-order methods need.</summary>
internal sealed class SymmetricMatrix
{
    private readonly double[] _values;

    public SymmetricMatrix(int size) => (Size, _values) = (size, new double[size * size]);

    /// <summary>Rows and columns.</summary>
    public int Size { get; }

    /// <summary>An element.</summary>
    public double this[int row, int column]
    {
        get => _values[(row * Size) + column];
        set => _values[(row * Size) + column] = value;
    }

    /// <summary>Adds a matrix of the same size, row-major.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _values[i] += values[i];
        }
    }

    /// <summary>
    /// The matrix made safely positive: inputs that are always zero get a one on the diagonal, and a share of the mean diagonal is added.
    /// </summary>
    public SymmetricMatrix Damped(double share)
    {
        var damped = new SymmetricMatrix(Size);
        _values.CopyTo(damped._values, 0);
        double mean = 0;
        for (int i = 0; i < Size; i++)
        {
            mean += this[i, i] / Size;
        }

        double added = Math.Max(mean * share, 1e-12);
        for (int i = 0; i < Size; i++)
        {
            damped[i, i] = (this[i, i] == 0 ? Math.Max(mean, 1) : this[i, i]) + added;
        }

        return damped;
    }

    /// <summary>The lower triangle L with <c>A = L L'</c>, row-major [size, size].</summary>
    /// <exception cref="InvalidInputException">The matrix is not positive definite.</exception>
    public double[] Cholesky()
    {
        double[] l = new double[Size * Size];
        for (int i = 0; i < Size; i++)
        {
            Span<double> row = l.AsSpan(i * Size, Size);
            for (int j = 0; j <= i; j++)
            {
                double sum = this[i, j] - Dot(row[..j], l.AsSpan(j * Size, j));
                row[j] = i == j ? Math.Sqrt(sum) : sum / l[(j * Size) + j];
            }

            if (!(row[i] > 0))
            {
                throw new InvalidInputException($"The second moments of a layer's {Size} inputs are not positive definite (pivot {i} is {row[i]}). Use more calibration samples or more damping.");
            }
        }

        return l;
    }

    /// <summary>The inverse of a positive definite matrix.</summary>
    public SymmetricMatrix Inverse()
    {
        double[] l = Cholesky(), m = new double[Size * Size];

        // Rows of m are the columns of L^-1, so that the products below run along memory: A^-1 = L^-T L^-1.
        for (int c = 0; c < Size; c++)
        {
            Span<double> column = m.AsSpan(c * Size, Size);
            column[c] = 1 / l[(c * Size) + c];
            for (int r = c + 1; r < Size; r++)
            {
                column[r] = -Dot(l.AsSpan((r * Size) + c, r - c), column[c..r]) / l[(r * Size) + r];
            }
        }

        var inverse = new SymmetricMatrix(Size);
        for (int i = 0; i < Size; i++)
        {
            for (int j = i; j < Size; j++)
            {
                inverse[i, j] = inverse[j, i] = Dot(m.AsSpan((i * Size) + j, Size - j), m.AsSpan((j * Size) + j, Size - j));
            }
        }

        return inverse;
    }

    /// <summary>The rows and columns of some indices.</summary>
    public SymmetricMatrix Part(ReadOnlySpan<int> indices)
    {
        var part = new SymmetricMatrix(indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            for (int j = 0; j < indices.Length; j++)
            {
                part[i, j] = this[indices[i], indices[j]];
            }
        }

        return part;
    }

    /// <summary>x with <c>A x = b</c>, from this matrix's <see cref="Cholesky"/> factor.</summary>
    public static double[] Solve(double[] factor, ReadOnlySpan<double> b)
    {
        int size = b.Length;
        double[] x = b.ToArray();
        for (int i = 0; i < size; i++)
        {
            x[i] = (x[i] - Dot(factor.AsSpan(i * size, i), x.AsSpan(0, i))) / factor[(i * size) + i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < size; j++)
            {
                x[i] -= factor[(j * size) + i] * x[j];
            }

            x[i] /= factor[(i * size) + i];
        }

        return x;
    }

    /// <summary>The quadratic form <c>v' A v</c>.</summary>
    public double Form(ReadOnlySpan<double> v)
    {
        double sum = 0;
        for (int i = 0; i < Size; i++)
        {
            sum += v[i] * Dot(_values.AsSpan(i * Size, Size), v);
        }

        return sum;
    }

    /// <summary>The product <c>A v</c>.</summary>
    public double[] Times(ReadOnlySpan<double> v)
    {
        double[] result = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            result[i] = Dot(_values.AsSpan(i * Size, Size), v);
        }

        return result;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sums = System.Numerics.Vector<double>.Zero;
        int i = 0, lanes = System.Numerics.Vector<double>.Count;
        for (; i <= a.Length - lanes; i += lanes)
        {
            sums += new System.Numerics.Vector<double>(a[i..]) * new System.Numerics.Vector<double>(b[i..]);
        }

        double sum = System.Numerics.Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
