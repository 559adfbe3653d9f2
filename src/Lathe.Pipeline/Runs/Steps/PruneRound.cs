using Lathe.Compression.Pruning;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>One round of pruning: channels are ranked once, then cut at any ratio.</summary>
internal sealed class PruneRound
{
    private readonly StepContext _context;
    private readonly ModelGraph _graph;
    private readonly int _round;
    private readonly Importance _importance;
    private readonly IReadOnlyDictionary<string, float[]>? _gradients;

    public PruneRound(StepContext context, ModelGraph graph, int round)
    {
        (_context, _graph, _round) = (context, graph, round);
        _importance = context.Step.Text("method", "taylor") switch { "l1" => Importance.L1, "l2" => Importance.L2, "batchnorm" => Importance.BatchNormScale, "random" => Importance.Random, _ => Importance.Taylor };
        _gradients = _importance == Importance.Taylor ? GradientReader.Read(graph, context.Data.Train, context.Quick ? 4 : 16, 64, Key) : null;
    }

    private RandomKey Key => _context.Key.Fold($"prune{_context.Index}.{_round}");

    /// <summary>The network without the least important channels.</summary>
    public PruneResult Cut(double ratio) => StructuredPruner.Prune(_graph, new PruneOptions
    {
        Ratio = ratio,
        Importance = _importance,
        Multiple = _context.Step.Int("multiple", 1),
        Global = _context.Step.Flag("global", true),
        KeepAtLeast = _context.Step.Number("keep", 0.1),
    }, _gradients, Key);

    /// <summary>Trains what is left.</summary>
    public ModelGraph FineTune(PruneResult cut)
    {
        _context.Observer.Say($"prune round {_round + 1}: removed {cut.Removed} of {cut.Channels} channels");
        return _context.Step.Int("epochs", 2) == 0 ? cut.Graph : StepTraining.Fit(_context, cut.Graph, $"{_context.Index}-prune-{_round}", new TrainingDefaults(2, 0.05f));
    }
}
