using Lathe.Compression.Pruning.Criteria;
using Lathe.Compression.Pruning.Slimming;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Coupling;
using Lathe.Graph.Readings;

namespace Lathe.Compression.Pruning.MorphNet;

/// <summary>Trains with a penalty on batch-norm scales that is dear where channels are, then removes those that gave in.</summary>
public sealed class MorphNetPruner : Technique<MorphNetOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("prune", "morphnet")
    {
        Summary = "Train with a penalty on batch-norm scales weighted by the MACs or weights a channel costs, then remove the channels that gave in.",
        Paper = "Gordon et al. 2018, MorphNet, arXiv:1711.06798",
        Page = "structured-pruning.md#morphnet",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the network is another one without its channels",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, MorphNetOptions options)
    {
        DependencyGraph dependencies = DependencyGraph.Build(model.Graph);
        HashSet<string> gammas = ChannelSlices.Gammas(model.Graph);
        ChannelGroup[] groups = [.. ChannelGroups.Find(dependencies).Where(g => g.Labels.All(l => g.Slices[l].Any(s => gammas.Contains(s.Parameter))))];
        if (groups.Length == 0)
        {
            throw new InvalidInputException($"Network '{model.Graph.Name}' has no channels with batch normalisation behind them, whose scales morphnet needs. Use prune with taylor, fpgm or l1.");
        }

        var scales = new ChannelScales(groups, gammas, options.Threshold);
        var resources = new ResourceModel(dependencies, options.Resource);
        var penalty = new ScalePenalty(now => scales.Strengths(resources, name => now.Value(name).ToArray(), options.Strength), FormattableString.Invariant($"MorphNet {options}"));
        ModelGraph sparse = context.Fit(model.Graph, new FitRequest("morphnet-sparse", 5, 0.05f) { Callbacks = [penalty], EpochShare = 0.6 });

        HashSet<int> gone = scales.Gone(name => sparse.Parameters[name].ToFloats());
        ModelGraph pruned = ChannelRemoval.Apply(DependencyGraph.Build(sparse), gone);
        context.Say(FormattableString.Invariant($"removed {gone.Count} of {groups.Sum(g => g.Labels.Count)} channels; {(double)GraphCost.Of(pruned).Total.Macs / GraphCost.Of(model.Graph).Total.Macs:P0} of the MACs are left"));
        return model with { Graph = context.Fit(pruned, new FitRequest("morphnet", 5, 0.02f) { EpochShare = 0.4 }), Coded = null };
    }
}
