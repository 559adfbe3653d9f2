using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Masks;
using Lathe.Compression.Sparsity.Schedules;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Sparsity.Movement;

/// <summary>
/// Movement pruning (Sanh et al. 2020): an element's score gathers <c>S -= rate * g * w</c>, with g the gradient behind the mask; it grows while
/// the element moves away from zero and shrinks while it moves towards it. The forward run sees the weights under the mask of the best scores.
/// </summary>
internal sealed class MovementPruning : ITrainingCallback
{
    private readonly SparsitySchedule _schedule;
    private readonly SparsityScope _scope;
    private readonly Dictionary<string, float[]> _scores = [];
    private readonly Dictionary<string, bool[]> _kept = [];

    /// <summary>Starts with what the network already prunes, which stays pruned.</summary>
    public MovementPruning(ModelGraph graph, IReadOnlyList<string> weights, SparsitySchedule schedule, SparsityScope scope)
    {
        (_schedule, _scope) = (schedule, scope);
        foreach (string name in weights)
        {
            float[] values = graph.Parameters[name].ToFloats();
            _scores[name] = Array.ConvertAll(values, v => v == 0 ? MaskSelection.AlreadyPruned : 0);
            _kept[name] = Array.ConvertAll(values, v => v != 0);
        }
    }

    public string Description => $"movement pruning of {_scores.Count} weights {_scope} by {_schedule}";

    /// <summary>The masks in force.</summary>
    public IReadOnlyDictionary<string, WeightMask> Masks => _kept.ToDictionary(k => k.Key, k => WeightMask.Of(k.Value));

    /// <summary>The scores so far.</summary>
    public IReadOnlyDictionary<string, float[]> Scores => _scores;

    /// <summary>The forward hook.</summary>
    public Tensor Parameter(string name, Tensor value) => _kept.TryGetValue(name, out bool[]? kept) ? StraightThroughMask.Apply(value, kept) : value;

    public void BeforeUpdate(TrainingContext context)
    {
        foreach ((string name, float[] scores) in _scores)
        {
            Gather(scores, context.Value(name), context.Gradient(name), context.Rate);
        }

        if (_schedule.Updates(context.Step))
        {
            foreach ((string name, WeightMask mask) in MaskSelection.Choose(_scores, _schedule.At(context.Step), _scope))
            {
                _kept[name] = mask.Kept();
            }
        }

        foreach ((string name, bool[] kept) in _kept)
        {
            Span<float> gradient = context.Gradient(name);
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] = kept[i] ? gradient[i] : 0;
            }
        }
    }

    public IReadOnlyDictionary<string, float[]> SaveState()
    {
        var state = new Dictionary<string, float[]>();
        foreach ((string name, float[] scores) in _scores)
        {
            state["scores/" + name] = [.. scores];
            state["kept/" + name] = Array.ConvertAll(_kept[name], k => k ? 1f : 0f);
        }

        return state;
    }

    public void LoadState(IReadOnlyDictionary<string, float[]> state)
    {
        foreach (string name in _scores.Keys.ToArray())
        {
            _scores[name] = [.. state["scores/" + name]];
            _kept[name] = Array.ConvertAll(state["kept/" + name], k => k != 0);
        }
    }

    /// <summary><c>S -= rate * g * w</c>; what was pruned before stays at the bottom.</summary>
    internal static void Gather(Span<float> scores, ReadOnlySpan<float> weights, ReadOnlySpan<float> gradients, float rate)
    {
        for (int i = 0; i < gradients.Length; i++)
        {
            scores[i] -= rate * gradients[i] * weights[i];
        }
    }
}
