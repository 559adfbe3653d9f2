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
/// <param name="choose">The masks of a network at a sparsity; zeros of the network are in them.</param>
/// <param name="describe">What decides the masks, in words.</param>
internal sealed class GradualPruning(ModelGraph graph, SparsitySchedule schedule, Func<ModelGraph, double, IReadOnlyDictionary<string, WeightMask>> choose, string describe) : ITrainingCallback
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
            foreach ((string name, WeightMask mask) in choose(context.Parameters.Snapshot(graph), schedule.At(context.Step)))
            {
                mask.Apply(context.Value(name));
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
