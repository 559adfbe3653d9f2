using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Sparsity.Masks;
using Lathe.Compression.Sparsity.Schedules;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;

namespace Lathe.Compression.Sparsity.Movement;

/// <summary>Prunes what fine-tuning moves towards zero, whatever its size.</summary>
public sealed class MovementSparsifier : Technique<MovementOptions>
{
    private const int Updates = 50;

    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "movement")
    {
        Summary = "Set the weights to zero that training moves towards zero, whatever their magnitude.",
        Paper = "Sanh et al. 2020, Movement Pruning, arXiv:2005.07683",
        Page = "unstructured-sparsity.md#movement",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros,
        Loses = "scores need every weight to move on its own",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, MovementOptions options)
    {
        IReadOnlyList<string> weights = WeightScoring.Weights(model.Graph, options.Spare);
        var request = new FitRequest("movement", 4, 0.02f) { FreesPatterns = true };
        int steps = context.FineTuner.Epochs(request) * context.FineTuner.StepsPerEpoch;
        if (steps == 0)
        {
            throw new InvalidInputException("sparsify (movement) learns its scores while training, but trains 0 epochs. Set epochs, or use another method.");
        }

        var pruning = new MovementPruning(model.Graph, weights, Schedule(options, steps), options.Scope);
        ModelGraph trained = context.Fit(model.Graph, request with { Callbacks = [pruning], Run = new RunOptions { Parameter = pruning.Parameter } });

        // Patience may end a training before its schedule: the scores say what else goes.
        ModelGraph sparse = WeightPatterns.OfMasks(MaskSelection.Choose(Final(pruning), options.Sparsity, options.Scope)).Apply(trained);
        SparsityReport.Give(context, sparse, weights);
        return model with { Graph = sparse, Coded = null };
    }

    // What the last mask prunes goes first.
    private static Dictionary<string, float[]> Final(MovementPruning pruning) => pruning.Scores.ToDictionary(s => s.Key, s =>
    {
        float[] scores = [.. s.Value];
        foreach (int i in pruning.Masks[s.Key].Zeros)
        {
            scores[i] = MaskSelection.AlreadyPruned;
        }

        return scores;
    });

    private static SparsitySchedule Schedule(MovementOptions options, int steps)
    {
        int begin = (int)(steps * options.Begin), span = Math.Max(1, Math.Min(steps - 1, (int)(steps * options.End)) - begin), every = Math.Clamp(options.Every > 0 ? options.Every : span / Updates, 1, span);
        return options.Schedule switch
        {
            SparsityScheduleKind.OneShot => new OneShotSchedule(options.Sparsity, steps / 2),
            SparsityScheduleKind.Iterative => new IterativeSchedule(options.Sparsity, options.Rounds, Math.Max(1, steps / (options.Rounds + 1))),
            SparsityScheduleKind.Exponential => new ExponentialSchedule { Final = options.Sparsity, Begin = begin, Every = every, Count = span / every },
            _ => new CubicSchedule { Final = options.Sparsity, Begin = begin, Every = every, Count = span / every },
        };
    }
}
