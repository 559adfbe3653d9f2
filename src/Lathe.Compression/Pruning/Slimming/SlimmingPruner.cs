using Lathe.Compression.Pruning.Criteria;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Pruning.Slimming;

/// <summary>Trains with an L1 penalty on batch-norm scales, then removes the channels whose scale is smallest.</summary>
public sealed class SlimmingPruner : Technique<SlimmingOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("prune", "slimming")
    {
        Summary = "Train with an L1 penalty on batch-norm scales, remove the channels of smallest scale, train again.",
        Paper = "Liu et al. 2017, Learning Efficient Convolutional Networks through Network Slimming, arXiv:1708.06519",
        Page = "structured-pruning.md#slimming",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the network is another one without its channels",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, SlimmingOptions options)
    {
        HashSet<string> gammas = ChannelSlices.Gammas(model.Graph);
        if (gammas.Count == 0)
        {
            throw new InvalidInputException($"Network '{model.Graph.Name}' has no batch normalisation, whose scales slimming needs. Use prune with taylor, fpgm or l1.");
        }

        var penalty = ScalePenalty.Uniform(gammas.Order(StringComparer.Ordinal).Select(g => (g, model.Graph.Parameters[g].Count)), options.Strength);
        ModelGraph sparse = context.Fit(model.Graph, new FitRequest("slimming-sparse", 5, 0.05f) { Callbacks = [penalty], EpochShare = 0.6 });
        PruneResult cut = StructuredPruner.Prune(sparse, new PruneOptions { Ratio = options.Ratio, Criterion = "batchnorm", KeepAtLeast = options.Keep });
        context.Say($"removed {cut.Removed} of {cut.Channels} channels by their scales");
        return model with { Graph = context.Fit(cut.Graph, new FitRequest("slimming", 5, 0.02f) { EpochShare = 0.4 }), Coded = null };
    }
}
