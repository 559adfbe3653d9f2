using Lathe.Compression.Calibration;
using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.VariationalDropout;

/// <summary>Learns how much noise each weight bears; those that bear any amount go.</summary>
public sealed class VariationalSparsifier : Technique<VariationalOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "variational-dropout")
    {
        Summary = "Learn the noise each weight bears (variational dropout) and set those to zero that are nothing but noise.",
        Paper = "Molchanov et al. 2017, Variational Dropout Sparsifies Deep Neural Networks, arXiv:1701.05369",
        Page = "unstructured-sparsity.md#variational-dropout",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros,
        Loses = "every weight moves with a noise of its own",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, VariationalOptions options)
    {
        IReadOnlyList<string> weights = [.. WeightScoring.Weights(model.Graph, options.Spare).Where(w => LayerMatrix.TryOf(model.Graph, w) is not null)];
        if (weights.Count == 0)
        {
            throw new InvalidInputException($"Network '{model.Graph.Name}' has no dense layer or convolution that variational dropout can put noise on.");
        }

        var request = new FitRequest("variational-dropout", 8, 0.02f) { WeightDecay = 0 };
        if (context.FineTuner.Epochs(request) == 0)
        {
            throw new InvalidInputException("sparsify (variational-dropout) learns what to prune while training, but trains 0 epochs. Set epochs, or use another method.");
        }

        using var noise = new VariationalNoise(model.Graph, weights.ToHashSet(), options, context.Data.Train.Count, context.Key);
        ModelGraph trained = context.Fit(model.Graph, request with { Callbacks = [noise], Run = noise.Hooks });
        var masks = weights.ToDictionary(w => w, w => Mask(noise, w, trained.Parameters[w].AsSpan<float>(), options.Threshold));
        ModelGraph sparse = context.Fit(WeightPatterns.OfMasks(masks).Apply(trained), new FitRequest("variational-dropout-tune", 1, 0.005f) { EpochShare = 0.15, RateFactor = 0.25f });
        SparsityReport.Give(context, sparse, weights);
        return model with { Graph = sparse, Coded = null };
    }

    // A weight keeps its clearest element, or the network falls in two.
    private static WeightMask Mask(VariationalNoise noise, string weight, ReadOnlySpan<float> values, double threshold)
    {
        double[] alphas = noise.LogAlphas(weight, values);
        bool[] kept = Array.ConvertAll(alphas, a => a <= threshold);
        kept[Array.IndexOf(alphas, alphas.Min())] = true;
        return WeightMask.Of(kept);
    }
}
