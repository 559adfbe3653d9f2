using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Storage;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Blocks;

/// <summary>Prunes blocks of a layer's matrix, with packed storage that kernels can walk.</summary>
public sealed class BlockSparsifier : Sparsifier<BlockOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "block")
    {
        Summary = "Set whole blocks of weights (1xN, Nx1, NxN) to zero and pack the others as block compressed rows.",
        Paper = "Narang et al. 2017, Block-Sparse Recurrent Neural Networks, arXiv:1711.02782",
        Page = "n-m-sparsity.md#block",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, BlockOptions options)
    {
        CompressedModel sparse = base.Apply(context, model, options);
        var packed = new Dictionary<string, object>();
        var rows = new List<IReadOnlyList<object?>>();
        foreach ((string name, (float[] values, MatrixView view)) in Matrices(sparse.Graph, Criteria.WeightScoring.Weights(sparse.Graph, options.Spare)))
        {
            float[] matrix = [.. from r in Enumerable.Range(0, view.Rows) from c in Enumerable.Range(0, view.Columns) select values[view.Index(r, c)]];
            var blocks = BlockMatrix.Encode(matrix, view.Rows, view.Columns, options.Rows, options.Columns);
            packed[name] = blocks;
            rows.Add([name, values.Length * sizeof(float), blocks.Bytes, blocks.Blocks]);
        }

        context.WriteFile($"packed-{options.Rows}x{options.Columns}.bin", PackedWeights.Write(packed));
        context.Report(new TechniqueTable("block", $"Blocks of {options.Rows} x {options.Columns}", ["weight", "dense (B)", "packed (B)", "blocks kept"], rows) { Provenance = "counted" });
        return sparse;
    }

    /// <inheritdoc/>
    protected override ModelGraph Prune(TechniqueContext context, ModelGraph graph, IReadOnlyList<string> weights, BlockOptions options, double sparsity) =>
        WeightPatterns.OfMasks(BlockPruning.Choose(Matrices(graph, weights), options, sparsity)).Apply(graph);

    private static Dictionary<string, (float[] Values, MatrixView View)> Matrices(ModelGraph graph, IReadOnlyList<string> weights)
    {
        var matrices = new Dictionary<string, (float[], MatrixView)>();
        foreach (string weight in weights)
        {
            if (MatrixView.TryOf(graph, weight) is { } view)
            {
                matrices[weight] = (graph.Parameters[weight].ToFloats(), view);
            }
        }

        return matrices.Count > 0 ? matrices : throw new InvalidInputException($"Network '{graph.Name}' has no dense layer or convolution to take blocks out of.");
    }
}
