using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.LotteryTickets;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Readings;
using Lathe.Training.Loops;

namespace Lathe.Compression.Pruning.Rethinking;

/// <summary>Trains the pruned shape from scratch: what pruning must beat for the kept weights to matter.</summary>
public sealed class RethinkingControl : Technique<RethinkingOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("prune", "rethinking")
    {
        Summary = "Train the shape that earlier pruning found from new random weights: the control that says whether the kept weights matter.",
        Paper = "Liu et al. 2019, Rethinking the Value of Network Pruning, arXiv:1810.05270",
        Page = "lottery-ticket.md#rethinking",
        Trains = true,
        Keeps = WeightForms.Zeros,
        Loses = "it starts again from random weights",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, RethinkingOptions options)
    {
        WeightPatterns masks = WeightPatterns.OfMasks(WeightPatterns.Read(model.Graph).Masks);
        double longer = options.Budget == RethinkingBudget.Epochs || model.Baseline is null ? 1 : Math.Clamp((double)GraphCost.Of(model.Baseline).Total.Macs / GraphCost.Of(model.Graph).Total.Macs, 1, options.Most);
        ModelGraph scratch = context.Fit(masks.Apply(FreshWeights.Draw(model.Graph, context.Key)), new FitRequest("rethinking", 10, 0.1f) { EpochShare = longer });
        double pruned = Accuracy(context, model.Graph), control = Accuracy(context, scratch);
        context.Keep("before-rethinking", model.Graph);
        context.Say(FormattableString.Invariant($"from scratch {control:P2}, with the kept weights {pruned:P2} (validation), {longer:0.##} times the epochs"));
        context.Report(new TechniqueTable("rethinking", "The pruned shape with kept and with new weights", ["network", "validation accuracy"], [["kept weights", pruned], ["from scratch", control]]) { Provenance = "measured on validation data" });
        return model with { Graph = scratch, Coded = null };
    }

    private static double Accuracy(TechniqueContext context, ModelGraph graph)
    {
        using var executor = new GraphExecutor(graph);
        return Evaluator.Validate(executor, context.Data.Validation).Accuracy;
    }
}
