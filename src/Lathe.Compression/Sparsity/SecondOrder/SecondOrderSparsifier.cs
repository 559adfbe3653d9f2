using Lathe.Compression.Calibration;
using Lathe.Compression.Sparsity.Masks;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.SecondOrder;

/// <summary>Prunes layer by layer so that outputs change least, with the weights that stay repairing them.</summary>
public sealed class SecondOrderSparsifier : Sparsifier<SecondOrderOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "obs")
    {
        Summary = "Prune each layer so that its outputs change least, and let the weights that stay repair them (Optimal Brain Surgeon).",
        Paper = "Hassibi and Stork 1993, Second order derivatives for network pruning; Frantar and Alistarh 2023, SparseGPT, arXiv:2301.00774",
        Page = "unstructured-sparsity.md#obs",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros,
        Loses = "the weights that stay are moved to repair the outputs",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(SecondOrderOptions options) =>
        options.Scope == SparsityScope.Global ? base.Problems(options).Append("scope: global cannot work, because the error of one layer's outputs says nothing about another's; use per-layer") : base.Problems(options);

    /// <inheritdoc/>
    protected override ModelGraph Prune(TechniqueContext context, ModelGraph graph, IReadOnlyList<string> weights, SecondOrderOptions options, double sparsity)
    {
        foreach (string weight in weights)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            float[] values = graph.Parameters[weight].ToFloats();
            if (LayerMatrix.TryOf(graph, weight) is { } layer)
            {
                Repair(context, graph, layer, values, options, sparsity);
            }
            else
            {
                float[] scores = Array.ConvertAll(values, v => v == 0 ? MaskSelection.AlreadyPruned : Math.Abs(v));
                MaskSelection.Choose(new Dictionary<string, float[]> { [weight] = scores }, sparsity, SparsityScope.PerLayer)[weight].Apply(values);
            }

            graph = graph with { Parameters = graph.Parameters.SetItem(weight, TensorData.From<float>(values, graph.Parameters[weight].Shape)) };
        }

        return graph;
    }

    // Layers in order: each sees the inputs that the pruned layers before it make.
    private static void Repair(TechniqueContext context, ModelGraph graph, LayerMatrix layer, float[] values, SecondOrderOptions options, double sparsity)
    {
        SymmetricMatrix[] moments = InputMoments.Read(graph, layer, context.Data.Train, Source(context, options).Samples, context.Key.Fold("moments"));
        int zeros = 0, total = Math.Min((int)Math.Round(values.Length * sparsity), values.Length - 1);
        for (int g = 0; g < layer.Groups; g++)
        {
            // Groups round on their own; the next takes up what is left over.
            int size = layer.Rows * layer.Columns, due = (int)Math.Round(total * (g + 1.0) / layer.Groups) - zeros;
            double[][] rows = layer.Read(values, g);
            SurgeonUpdate.Prune(rows, moments[g], (double)due / size, options.Block, options.Damping);
            layer.Write(rows, g, values);
            zeros += rows.Sum(r => r.Count(v => v == 0));
        }
    }
}
