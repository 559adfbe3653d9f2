using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Calibration;

/// <summary>
/// A layer as matrix products: every group of it makes <c>y = X w'</c>, with a row of w for each output and a column for each input of
/// the group (of a convolution, for each place of the window).
/// </summary>
internal sealed class LayerMatrix
{
    private readonly bool _transposed;

    private LayerMatrix(Node layer, Shape shape, int groups, int rows, int columns, bool transposed) =>
        (Layer, Shape, Groups, Rows, Columns, _transposed) = (layer, shape, groups, rows, columns, transposed);

    /// <summary>The layer.</summary>
    public Node Layer { get; }

    /// <summary>The name of its weight.</summary>
    public string Weight => Layer.Inputs[1];

    /// <summary>The shape of its weight.</summary>
    public Shape Shape { get; }

    /// <summary>True where the weight holds a row for each input.</summary>
    public bool IsTransposed => _transposed;

    /// <summary>Groups that see only their own inputs.</summary>
    public int Groups { get; }

    /// <summary>Outputs of a group.</summary>
    public int Rows { get; }

    /// <summary>Inputs of a group.</summary>
    public int Columns { get; }

    /// <summary>The layer that reads a weight as a matrix, or null: recurrent layers, tables and weights of several readers are none.</summary>
    public static LayerMatrix? TryOf(ModelGraph graph, string weight)
    {
        Node[] readers = [.. graph.Nodes.Where(n => n.Inputs.Contains(weight))];
        if (readers is not [Node layer] || layer.Domain.Length > 0 || layer.Inputs.IndexOf(weight) != 1)
        {
            return null;
        }

        Shape shape = graph.Parameters[weight].Shape;
        int groups = (int)layer.Attributes.Int("group", 1);
        return layer.OpType switch
        {
            "Conv" when shape.Rank is 3 or 4 => new LayerMatrix(layer, shape, groups, shape[0] / groups, shape.Product(1, shape.Rank), false),
            "Gemm" when layer.Attributes.Int("transA", 0) == 0 && layer.Attributes.Int("transB", 0) != 0 => new LayerMatrix(layer, shape, 1, shape[0], shape[1], false),
            "Gemm" when layer.Attributes.Int("transA", 0) == 0 => new LayerMatrix(layer, shape, 1, shape[1], shape[0], true),
            "MatMul" when shape.Rank == 2 => new LayerMatrix(layer, shape, 1, shape[1], shape[0], true),
            _ => null,
        };
    }

    /// <summary>The rows of a group's matrix.</summary>
    public double[][] Read(ReadOnlySpan<float> weight, int group)
    {
        double[][] rows = new double[Rows][];
        for (int r = 0; r < Rows; r++)
        {
            rows[r] = new double[Columns];
            for (int c = 0; c < Columns; c++)
            {
                rows[r][c] = weight[Index(group, r, c)];
            }
        }

        return rows;
    }

    /// <summary>Puts the rows of a group back.</summary>
    public void Write(double[][] rows, int group, Span<float> weight)
    {
        for (int r = 0; r < Rows; r++)
        {
            for (int c = 0; c < Columns; c++)
            {
                weight[Index(group, r, c)] = (float)rows[r][c];
            }
        }
    }

    private int Index(int group, int row, int column) => _transposed ? (column * Rows) + row : (((group * Rows) + row) * Columns) + column;
}
