using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Sparsity.Schedules;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity;

/// <summary>Unstructured pruning on any schedule; derive to say how a network gets its zeros.</summary>
/// <typeparam name="TOptions">The options of the method.</typeparam>
public abstract class Sparsifier<TOptions> : Technique<TOptions>
    where TOptions : SparsifyOptions, new()
{
    private const int Updates = 50;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(TOptions options)
    {
        if (options.Begin >= options.End)
        {
            yield return FormattableString.Invariant($"begin is {options.Begin} and end is {options.End}: pruning must begin before it ends");
        }
    }

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, TOptions options)
    {
        IReadOnlyList<string> weights = WeightScoring.Weights(model.Graph, options.Spare);
        ModelGraph start = Prepare(context, model.Graph, options);
        ModelGraph sparse = options.Schedule switch
        {
            SparsityScheduleKind.OneShot => InRounds(context, start, weights, options, 1),
            SparsityScheduleKind.Iterative => InRounds(context, start, weights, options, options.Rounds),
            _ => WhileTraining(context, start, weights, options),
        };
        SparsityReport.Give(context, sparse, weights);
        return model with { Graph = sparse, Coded = null };
    }

    /// <summary>The network with more zeros, those it has among them.</summary>
    /// <param name="context">Data and randomness.</param>
    /// <param name="graph">The network as it is now.</param>
    /// <param name="weights">The weights that are pruned.</param>
    /// <param name="options">The options.</param>
    /// <param name="sparsity">The share of zeros that is due.</param>
    protected abstract ModelGraph Prune(TechniqueContext context, ModelGraph graph, IReadOnlyList<string> weights, TOptions options, double sparsity);

    /// <summary>What gradients and activations are read from.</summary>
    private protected static ScoreSource Source(TechniqueContext context, TOptions options) =>
        new(context.Data.Train, context.Quick ? Math.Min(64, options.Samples) : options.Samples, context.Key.Fold("scores"));

    /// <summary>What happens before the first pruning.</summary>
    protected virtual ModelGraph Prepare(TechniqueContext context, ModelGraph graph, TOptions options) => graph;

    private ModelGraph InRounds(TechniqueContext context, ModelGraph graph, IReadOnlyList<string> weights, TOptions options, int rounds)
    {
        var schedule = new IterativeSchedule(options.Sparsity, rounds);
        for (int round = 0; round < rounds; round++)
        {
            double sparsity = schedule.AfterRound(round);
            graph = Prune(context, graph, weights, options, sparsity);
            context.Say(FormattableString.Invariant($"round {round + 1} of {rounds}: {sparsity:P1} of the weights pruned"));
            graph = context.Fit(graph, new FitRequest($"{Info.Method}-{round}", 2, 0.02f));
        }

        return graph;
    }

    private ModelGraph WhileTraining(TechniqueContext context, ModelGraph graph, IReadOnlyList<string> weights, TOptions options)
    {
        var request = new FitRequest(Info.Method, 4, 0.02f) { FreesPatterns = true };
        int steps = context.FineTuner.Epochs(request) * context.FineTuner.StepsPerEpoch;
        if (steps == 0)
        {
            throw new InvalidInputException($"sparsify ({Info.Method}) with a gradual schedule prunes while training, but trains 0 epochs. Set epochs, or use schedule: one-shot.");
        }

        GradualSchedule schedule = Schedule(options, steps);
        var pruning = new GradualPruning(graph, schedule, (now, sparsity) => Prune(context, now, weights, options, sparsity), $"{Info.Method} pruning of {weights.Count} weights {options.Scope}");
        ModelGraph trained = context.Fit(graph, request with { Callbacks = [pruning] });

        // Averaged weights and those of an earlier epoch have values where the last mask has none; patience may end it before the schedule.
        trained = pruning.Patterns.Apply(trained);
        return Prune(context, trained, weights, options, options.Sparsity);
    }

    private static GradualSchedule Schedule(TOptions options, int steps)
    {
        int begin = (int)(steps * options.Begin), span = Math.Max(1, Math.Min(steps - 1, (int)(steps * options.End)) - begin), every = Math.Clamp(options.Every > 0 ? options.Every : span / Updates, 1, span);
        return options.Schedule == SparsityScheduleKind.Cubic
            ? new CubicSchedule { Final = options.Sparsity, Begin = begin, Every = every, Count = span / every }
            : new ExponentialSchedule { Final = options.Sparsity, Begin = begin, Every = every, Count = span / every };
    }
}
