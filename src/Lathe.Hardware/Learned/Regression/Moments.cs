namespace Lathe.Hardware.Learned.Regression;

/// <summary>Sums of products of columns with each other and with a target: all that least squares needs, and additive over rows.</summary>
internal sealed class Moments(int columns)
{
    /// <summary>Products of columns.</summary>
    public double[,] Products { get; } = new double[columns, columns];

    /// <summary>Products with the target.</summary>
    public double[] Right { get; } = new double[columns];

    /// <summary>Rows summed.</summary>
    public int Rows { get; private set; }

    /// <summary>How many columns.</summary>
    public int Columns => columns;

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<double> row, double target)
    {
        Rows++;
        for (int i = 0; i < columns; i++)
        {
            Right[i] += row[i] * target;
            for (int j = 0; j <= i; j++)
            {
                Products[i, j] += row[i] * row[j];
                Products[j, i] = Products[i, j];
            }
        }
    }

    /// <summary>These rows without others among them.</summary>
    public Moments Without(Moments others)
    {
        var rest = new Moments(columns) { Rows = Rows - others.Rows };
        for (int i = 0; i < columns; i++)
        {
            rest.Right[i] = Right[i] - others.Right[i];
            for (int j = 0; j < columns; j++)
            {
                rest.Products[i, j] = Products[i, j] - others.Products[i, j];
            }
        }

        return rest;
    }

    /// <summary>These rows and others.</summary>
    public Moments Plus(Moments others)
    {
        var both = new Moments(columns) { Rows = Rows + others.Rows };
        for (int i = 0; i < columns; i++)
        {
            both.Right[i] = Right[i] + others.Right[i];
            for (int j = 0; j < columns; j++)
            {
                both.Products[i, j] = Products[i, j] + others.Products[i, j];
            }
        }

        return both;
    }
}
