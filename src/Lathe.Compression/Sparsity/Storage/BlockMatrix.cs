namespace Lathe.Compression.Sparsity.Storage;

/// <summary>
/// A matrix of which only some blocks of r x c elements differ from zero (block compressed rows): for each row of blocks where its blocks begin,
/// for each block its column of blocks in 16 bits, and its r c values row by row. Blocks at the edges are filled up with zeros.
/// </summary>
public sealed class BlockMatrix
{
    private readonly int[] _starts;
    private readonly ushort[] _places;
    private readonly float[] _values;

    private BlockMatrix(int rows, int columns, int blockRows, int blockColumns, int[] starts, ushort[] places, float[] values) =>
        (Rows, Columns, BlockRows, BlockColumns, _starts, _places, _values) = (rows, columns, blockRows, blockColumns, starts, places, values);

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>Rows of a block.</summary>
    public int BlockRows { get; }

    /// <summary>Columns of a block.</summary>
    public int BlockColumns { get; }

    /// <summary>Blocks kept.</summary>
    public int Blocks => _places.Length;

    /// <summary>Where the blocks of each row of blocks begin, and the end.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The column of blocks of each block.</summary>
    public ReadOnlySpan<ushort> Places => _places;

    /// <summary>The values of the blocks.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Bytes of starts, places and values.</summary>
    public long Bytes => ((long)_starts.Length * sizeof(int)) + ((long)_places.Length * sizeof(ushort)) + ((long)_values.Length * sizeof(float));

    /// <summary>Packs a row-major matrix.</summary>
    public static BlockMatrix Encode(ReadOnlySpan<float> matrix, int rows, int columns, int blockRows, int blockColumns)
    {
        int down = (rows + blockRows - 1) / blockRows, across = (columns + blockColumns - 1) / blockColumns;
        if (matrix.Length != (long)rows * columns || across > ushort.MaxValue)
        {
            throw new ShapeException($"{matrix.Length} values are no matrix [{rows}, {columns}] with at most {ushort.MaxValue} blocks in a row (it has {across}).");
        }

        int[] starts = new int[down + 1];
        var places = new List<ushort>();
        var values = new List<float>();
        for (int r = 0; r < down; r++)
        {
            for (int c = 0; c < across; c++)
            {
                if (Take(matrix, rows, columns, r * blockRows, c * blockColumns, blockRows, blockColumns) is { } block)
                {
                    places.Add((ushort)c);
                    values.AddRange(block);
                }
            }

            starts[r + 1] = places.Count;
        }

        return new BlockMatrix(rows, columns, blockRows, blockColumns, starts, [.. places], [.. values]);
    }

    /// <summary>A packed matrix from its parts, as a file holds them.</summary>
    /// <exception cref="InvalidInputException">The parts do not fit each other.</exception>
    public static BlockMatrix FromParts(int rows, int columns, int blockRows, int blockColumns, int[] starts, ushort[] places, float[] values)
    {
        bool sane = rows >= 0 && columns >= 0 && blockRows > 0 && blockColumns > 0 && starts.Length == ((rows + (long)blockRows - 1) / blockRows) + 1 && starts[0] == 0 && starts[^1] == places.Length
            && values.Length == (long)places.Length * blockRows * blockColumns && starts.Zip(starts.Skip(1)).All(p => p.First <= p.Second) && places.All(p => (long)p * blockColumns < columns);
        return sane ? new BlockMatrix(rows, columns, blockRows, blockColumns, starts, places, values)
            : throw new InvalidInputException($"{starts.Length} starts, {places.Length} places and {values.Length} values are no matrix [{rows}, {columns}] of {blockRows} x {blockColumns} blocks. The file is damaged.");
    }

    /// <summary>The row-major matrix again, bit for bit.</summary>
    public float[] Decode()
    {
        float[] matrix = new float[Rows * Columns];
        for (int r = 0; r + 1 < _starts.Length; r++)
        {
            for (int b = _starts[r]; b < _starts[r + 1]; b++)
            {
                Put(matrix, b, r * BlockRows, _places[b] * BlockColumns);
            }
        }

        return matrix;
    }

    /// <summary>Computes <c>y += W x</c> block by block.</summary>
    public void MultiplyAdd(ReadOnlySpan<float> x, Span<float> y)
    {
        if (x.Length != Columns || y.Length != Rows)
        {
            throw new ShapeException($"A matrix [{Rows}, {Columns}] does not multiply {x.Length} inputs to {y.Length} outputs.");
        }

        for (int r = 0; r + 1 < _starts.Length; r++)
        {
            for (int b = _starts[r]; b < _starts[r + 1]; b++)
            {
                int column = _places[b] * BlockColumns, width = Math.Min(BlockColumns, Columns - column);
                for (int i = 0; i < BlockRows && (r * BlockRows) + i < Rows; i++)
                {
                    ReadOnlySpan<float> row = _values.AsSpan((((b * BlockRows) + i) * BlockColumns), width);
                    for (int k = 0; k < width; k++)
                    {
                        y[(r * BlockRows) + i] += row[k] * x[column + k];
                    }
                }
            }
        }
    }

    private static float[]? Take(ReadOnlySpan<float> matrix, int rows, int columns, int top, int left, int blockRows, int blockColumns)
    {
        float[] block = new float[blockRows * blockColumns];
        bool any = false;
        for (int i = 0; i < blockRows && top + i < rows; i++)
        {
            for (int k = 0; k < blockColumns && left + k < columns; k++)
            {
                float value = block[(i * blockColumns) + k] = matrix[((top + i) * columns) + left + k];
                any |= BitConverter.SingleToInt32Bits(value) != 0;
            }
        }

        return any ? block : null;
    }

    private void Put(float[] matrix, int block, int top, int left)
    {
        for (int i = 0; i < BlockRows && top + i < Rows; i++)
        {
            for (int k = 0; k < BlockColumns && left + k < Columns; k++)
            {
                matrix[((top + i) * Columns) + left + k] = _values[(((block * BlockRows) + i) * BlockColumns) + k];
            }
        }
    }
}
