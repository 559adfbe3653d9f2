using Lathe.Compression.Calibration;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Storage;

/// <summary>A weight seen as the matrix its layer multiplies with: a row for each output, a column for each input.</summary>
/// <param name="Rows">Outputs.</param>
/// <param name="Columns">Inputs; of a convolution, places of the window times input channels.</param>
/// <param name="Transposed">True where memory holds a row for each input.</param>
internal readonly record struct MatrixView(int Rows, int Columns, bool Transposed)
{
    /// <summary>The matrix of a weight, or null for weights no layer multiplies with.</summary>
    public static MatrixView? TryOf(ModelGraph graph, string weight) => LayerMatrix.TryOf(graph, weight) is { } layer
        ? new MatrixView(layer.Rows * layer.Groups, layer.Columns, layer.IsTransposed)
        : null;

    /// <summary>Where an element lies in memory.</summary>
    public int Index(int row, int column) => Transposed ? (column * Rows) + row : (row * Columns) + column;
}
