using Lathe.Compression.Calibration;
using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Sparsity.Masks;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.EnergyAware;

/// <summary>Prunes the layers that cost the most energy first and restores the outputs of each by least squares.</summary>
public sealed class EnergyAwareSparsifier : Technique<EnergyAwareOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "energy-aware")
    {
        Summary = "Prune the layers that cost the most modelled energy first, and restore the outputs of each by least squares.",
        Paper = "Yang et al. 2017, Designing Energy-Efficient Convolutional Neural Networks using Energy-Aware Pruning, arXiv:1611.05128",
        Page = "unstructured-sparsity.md#energy-aware",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros,
        Loses = "the weights that stay are moved to restore the outputs",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, EnergyAwareOptions options)
    {
        IReadOnlyList<string> weights = WeightScoring.Weights(model.Graph, options.Spare);
        ICostModel cost = context.Cost(options.Cost);
        ModelGraph graph = model.Graph;
        IReadOnlyDictionary<string, double> costs = LayerEnergy.Of(graph, weights, cost);
        double whole = costs.Values.Sum(), now = whole;
        var rows = new List<IReadOnlyList<object?>>();
        foreach (string weight in weights.OrderByDescending(w => costs.GetValueOrDefault(w)).ThenBy(w => w, StringComparer.Ordinal))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (now <= whole * options.Target)
            {
                break;
            }

            graph = Prune(context, graph, weight, options);
            now = LayerEnergy.Of(graph, weights, cost).Values.Sum();
            rows.Add([weight, costs.GetValueOrDefault(weight), now]);
        }

        context.Say(FormattableString.Invariant($"{rows.Count} of {weights.Count} weights pruned; {options.Cost} {whole:0.###} {cost.Unit} became {now:0.###} where zeros are skipped ({cost.Provenance})"));
        context.Report(new TechniqueTable("energy", "Layers in the order of their energy", ["weight", $"before ({cost.Unit})", $"network after ({cost.Unit})"], rows) { Provenance = cost.Provenance });
        return model with { Graph = context.Fit(graph, new FitRequest("energy-aware", 2, 0.02f)), Coded = null };
    }

    private static ModelGraph Prune(TechniqueContext context, ModelGraph graph, string weight, EnergyAwareOptions options)
    {
        float[] values = graph.Parameters[weight].ToFloats();
        float[] scores = Array.ConvertAll(values, v => v == 0 ? MaskSelection.AlreadyPruned : Math.Abs(v));
        WeightMask mask = MaskSelection.Choose(new Dictionary<string, float[]> { [weight] = scores }, options.Sparsity, SparsityScope.PerLayer)[weight];
        if (LayerMatrix.TryOf(graph, weight) is { } layer)
        {
            Restore(context, graph, layer, values, mask.Kept(), options);
        }

        mask.Apply(values);
        return graph with { Parameters = graph.Parameters.SetItem(weight, TensorData.From<float>(values, graph.Parameters[weight].Shape)) };
    }

    private static void Restore(TechniqueContext context, ModelGraph graph, LayerMatrix layer, float[] values, bool[] kept, EnergyAwareOptions options)
    {
        SymmetricMatrix[] moments = InputMoments.Read(graph, layer, context.Data.Train, context.Quick ? Math.Min(64, options.Samples) : options.Samples, context.Key.Fold("moments"));
        float[] marks = Array.ConvertAll(kept, k => k ? 1f : 0f);
        for (int g = 0; g < layer.Groups; g++)
        {
            double[][] rows = layer.Read(values, g), masks = layer.Read(marks, g);
            for (int r = 0; r < rows.Length; r++)
            {
                rows[r] = OutputRestoration.Restore(rows[r], Array.ConvertAll(masks[r], m => m != 0), moments[g]);
            }

            layer.Write(rows, g, values);
        }
    }
}
