using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Sparsity.Magnitude;
using Lathe.Compression.Sparsity.Masks;
using Lathe.Compression.Sparsity.Schedules;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Training.Loops;

namespace Lathe.Compression.Sparsity.LotteryTickets;

/// <summary>Iterative magnitude pruning with rewinding: finds connections that train as well alone, from their own first weights.</summary>
public sealed class LotterySparsifier : Technique<LotteryOptions>
{
    private const float Rate = 0.05f;
    private const int Epochs = 5;

    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "lottery")
    {
        Summary = "Train, prune, rewind the rest to its first (or early) weights, in rounds; with the control of other random weights.",
        Paper = "Frankle and Carbin 2019, The Lottery Ticket Hypothesis, arXiv:1803.03635; rewinding: Frankle et al. 2020, arXiv:1912.05671",
        Page = "lottery-ticket.md#lottery",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.None,
        Loses = "it starts again from random weights",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, LotteryOptions options)
    {
        IReadOnlyList<string> weights = WeightScoring.Weights(model.Graph, options.Spare);
        ModelGraph start = options.Fresh ? FreshWeights.Draw(model.Graph, context.Key.Fold("ticket")) : model.Graph;
        WeightPatterns ticket = Find(context, ref start, weights, options);
        ModelGraph winner = context.Fit(ticket.Apply(start), new FitRequest("lottery-ticket", Epochs, Rate));
        if (options.Control)
        {
            ModelGraph control = context.Fit(ticket.Apply(FreshWeights.Draw(model.Graph, context.Key.Fold("control"))), new FitRequest("lottery-control", Epochs, Rate));
            context.Keep("lottery-control", control);
            Compare(context, winner, control, options);
        }

        SparsityReport.Give(context, winner, weights);
        return model with { Graph = winner, Coded = null };
    }

    /// <summary>The connections that are left after all rounds; <paramref name="start"/> becomes the weights they are rewound to.</summary>
    private static WeightPatterns Find(TechniqueContext context, ref ModelGraph start, IReadOnlyList<string> weights, LotteryOptions options)
    {
        var schedule = new IterativeSchedule(options.Sparsity, options.Rounds);
        var source = new ScoreSource(context.Data.Train, 1, context.Key);
        WeightPatterns ticket = WeightPatterns.OfMasks(new Dictionary<string, WeightMask>());
        for (int round = 0; round < options.Rounds; round++)
        {
            var request = new FitRequest($"lottery-{round}", Epochs, Rate);
            var snapshot = new WeightSnapshot(start, (int)(options.Rewind * context.FineTuner.Epochs(request) * context.FineTuner.StepsPerEpoch));
            ModelGraph trained = context.Fit(ticket.Apply(start), round == 0 && options.Rewind > 0 ? request with { Callbacks = [snapshot] } : request);
            start = round == 0 ? snapshot.Taken : start;
            double sparsity = schedule.AfterRound(round);
            ticket = WeightPatterns.OfMasks(MaskSelection.Choose(WeightScoring.Score(trained, weights, new MagnitudeCriterion(), source), sparsity, options.Scope));
            context.Say(FormattableString.Invariant($"round {round + 1} of {options.Rounds}: {sparsity:P1} pruned, the rest rewound"));
        }

        return ticket;
    }

    private static void Compare(TechniqueContext context, ModelGraph winner, ModelGraph control, LotteryOptions options)
    {
        (double loss, double accuracy) = Validate(context, winner);
        (double controlLoss, double controlAccuracy) = Validate(context, control);
        context.Say(FormattableString.Invariant($"ticket {accuracy:P2}, the same connections from other weights {controlAccuracy:P2} (validation)"));
        context.Report(new TechniqueTable("lottery", FormattableString.Invariant($"Winning ticket and control at {options.Sparsity:P1} sparsity"), ["network", "validation loss", "validation accuracy"], [["ticket", loss, accuracy], ["other random weights", controlLoss, controlAccuracy]]) { Provenance = "measured on validation data" });
    }

    private static (double Loss, double Accuracy) Validate(TechniqueContext context, ModelGraph graph)
    {
        using var executor = new GraphExecutor(graph);
        return Evaluator.Validate(executor, context.Data.Validation);
    }
}
