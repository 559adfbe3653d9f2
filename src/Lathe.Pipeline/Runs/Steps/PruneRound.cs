using Lathe.Compression.Pruning;
using Lathe.Compression.Pruning.Criteria;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>One round of pruning: channels are ranked once, then cut at any ratio.</summary>
internal sealed class PruneRound
{
    private readonly StepContext _context;
    private readonly ModelGraph _graph;
    private readonly int _round;
    private readonly ChannelEvidence _evidence;

    public PruneRound(StepContext context, ModelGraph graph, int round)
    {
        (_context, _graph, _round) = (context, graph, round);
        _evidence = new ChannelEvidence(graph, context.Data.Train, context.Quick ? 256 : 1024, Key);
    }

    private RandomKey Key => _context.Key.Fold($"prune{_context.Index}.{_round}");

    /// <summary>The network without the least important channels.</summary>
    public PruneResult Cut(double ratio) => StructuredPruner.Prune(_graph, new PruneOptions
    {
        Ratio = ratio,
        Criterion = _context.Step.Text("method", "taylor"),
        Multiple = _context.Step.Int("multiple", 1),
        Global = _context.Step.Flag("global", true),
        Normalized = _context.Step.Settings.ContainsKey("normalize") ? _context.Step.Flag("normalize", true) : null,
        KeepAtLeast = _context.Step.Number("keep", 0.1),
    }, _evidence);

    /// <summary>Trains what is left.</summary>
    public ModelGraph FineTune(PruneResult cut)
    {
        _context.Observer.Say($"prune round {_round + 1}: removed {cut.Removed} of {cut.Channels} channels");
        return _context.Step.Int("epochs", 2) == 0 ? cut.Graph : StepTraining.Fit(_context, cut.Graph, $"{_context.Index}-prune-{_round}", new TrainingDefaults(2, 0.05f));
    }
}
