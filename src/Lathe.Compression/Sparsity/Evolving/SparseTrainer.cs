using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Sparsity.LotteryTickets;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity.Evolving;

/// <summary>Trains a network that is sparse from the first step to the last; derive to say how its connections move.</summary>
/// <typeparam name="TOptions">The options of the method.</typeparam>
public abstract class SparseTrainer<TOptions> : Technique<TOptions>
    where TOptions : SparseTrainingOptions, new()
{
    /// <summary>Why nothing of earlier steps stays.</summary>
    protected const string LosesEverything = "it trains sparse connections of its own";

    /// <inheritdoc/>
    public sealed override CompressedModel Apply(TechniqueContext context, CompressedModel model, TOptions options)
    {
        IReadOnlyList<string> weights = WeightScoring.Weights(model.Graph, options.Spare);
        ModelGraph start = options.Fresh ? FreshWeights.Draw(model.Graph, context.Key.Fold("fresh")) : model.Graph;
        IReadOnlyDictionary<string, int> counts = LayerDensities.Of(weights.ToDictionary(w => w, w => start.Parameters[w].Shape), options.Sparsity, options.Distribution);
        var active = counts.ToDictionary(c => c.Key, c => Connections.Draw(start.Parameters[c.Key].Count, c.Value, context.Key.Fold("connections").Fold(c.Key)));
        start = WeightPatterns.OfMasks(active.ToDictionary(a => a.Key, a => WeightMask.Of(a.Value))).Apply(start);

        var request = new FitRequest(Info.Method, 10, 0.1f) { FreesPatterns = true };
        SparseConnections connections = Connect(context, active, options, context.FineTuner.Epochs(request) * context.FineTuner.StepsPerEpoch);
        ModelGraph trained = context.Fit(start, request with { Callbacks = [connections] });

        // Averaged weights, and those of an earlier epoch, may have had other connections.
        ModelGraph sparse = WeightPatterns.OfMasks(connections.Masks).Apply(trained);
        SparsityReport.Give(context, sparse, weights);
        return model with { Graph = sparse, Coded = null };
    }

    /// <summary>What keeps the connections, and moves them.</summary>
    private protected abstract SparseConnections Connect(TechniqueContext context, Dictionary<string, bool[]> active, TOptions options, int steps);

    /// <summary>When connections are replaced: every 100 steps as in RigL's paper, since a new connection needs time to grow before it is judged by its size.</summary>
    private protected static UpdateSchedule Schedule(EvolvingOptions options, int steps) =>
        new(options.Drop, options.Every > 0 ? options.Every : Math.Clamp(steps / 10, 1, 100), (int)(steps * options.End));
}
