using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Schedules;
using Lathe.Graph;
using Lathe.Training.Loops;

namespace Lathe.Compression.Sparsity;

/// <summary>
/// Prunes while training: at the steps of a schedule the mask is chosen anew, and between them it is kept. The mask is the zeros of
/// the weights, so a resumed run needs nothing but the weights.
/// </summary>
/// <param name="graph">The network that is trained.</param>
/// <param name="schedule">When, and how much.</param>
/// <param name="prune">A network at a sparsity; it keeps its zeros.</param>
/// <param name="describe">What decides the zeros, in words.</param>
internal sealed class GradualPruning(ModelGraph graph, SparsitySchedule schedule, Func<ModelGraph, double, ModelGraph> prune, string describe) : ITrainingCallback
{
    private ITrainingCallback? _keeper;

    /// <summary>The pattern in force.</summary>
    public WeightPatterns Patterns { get; private set; } = WeightPatterns.Read(graph);

    public string Description => $"{describe} by {schedule}";

    public void Started(TrainingContext context) => Keep(context);

    public void BeforeUpdate(TrainingContext context)
    {
        if (schedule.Updates(context.Step))
        {
            ModelGraph pruned = prune(context.Parameters.Snapshot(graph), schedule.At(context.Step));
            foreach (string name in CompressibleWeights.Of(graph))
            {
                pruned.Parameters[name].AsSpan<float>().CopyTo(context.Value(name));
            }

            Keep(context);
        }

        _keeper!.BeforeUpdate(context);
    }

    public void AfterUpdate(TrainingContext context) => _keeper!.AfterUpdate(context);

    private void Keep(TrainingContext context)
    {
        Patterns = WeightPatterns.Read(context.Parameters.Snapshot(graph));
        _keeper = Patterns.Keeper();
    }
}
