using Lathe.Compression.Pruning.Criteria;
using Lathe.Compression.Techniques;
using Lathe.Graph.Coupling;

namespace Lathe.Compression.Pruning.Heads;

/// <summary>Removes whole attention heads.</summary>
public sealed class HeadPruner : Technique<HeadOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("prune", "heads")
    {
        Summary = "Remove whole attention heads, with their part of query, key, value and output projections.",
        Paper = "Michel et al. 2019, Are Sixteen Heads Really Better than One?, arXiv:1905.10650",
        Page = "structured-pruning.md#heads",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the network is another one without its heads",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(HeadOptions options) =>
        ChannelCriteria.Names.Contains(options.Criterion) ? [] : [$"there is no criterion '{options.Criterion}'; known are {string.Join(", ", ChannelCriteria.Names)}"];

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, HeadOptions options)
    {
        if (AttentionHeads.Find(DependencyGraph.Build(model.Graph)).Count == 0)
        {
            throw new InvalidInputException($"Network '{model.Graph.Name}' has no attention layer of two heads or more: prune: heads has nothing to remove. Use channels (taylor, l1 ...) instead.");
        }

        var evidence = new ChannelEvidence(model.Graph, context.Data.Train, context.Quick ? 128 : 1024, context.Key);
        PruneResult cut = StructuredPruner.Prune(model.Graph, new PruneOptions { Ratio = options.Ratio, Criterion = options.Criterion, Global = options.Global, KeepAtLeast = 0 }, evidence, AttentionHeads.Find);
        context.Say($"removed {cut.Removed} of {cut.Channels} attention heads");
        return model with { Graph = context.Fit(cut.Graph, new FitRequest("heads", 2, 0.01f)), Coded = null };
    }
}
