using Lathe.Compression.Patterns;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Sparsity.Evolving;

/// <summary>
/// Keeps a network sparse from the first step: inactive elements are zero after every update, and a rule replaces connections now and then. Which
/// are active is state of its own, because a new connection starts at zero.
/// </summary>
internal sealed class SparseConnections : ITrainingCallback
{
    private readonly Dictionary<string, bool[]> _active;
    private readonly UpdateSchedule? _schedule;
    private readonly Func<string, int, Span<float>, float[]>? _worth;

    /// <param name="active">The first connections by weight.</param>
    /// <param name="schedule">When they are replaced; null for never.</param>
    /// <param name="worth">The worth of elements of a weight as new connections, at a step, from their gradients.</param>
    /// <param name="description">The rule in words.</param>
    public SparseConnections(Dictionary<string, bool[]> active, UpdateSchedule? schedule, Func<string, int, Span<float>, float[]>? worth, string description) =>
        (_active, _schedule, _worth, Description) = (active, schedule, worth, $"{description} {schedule}");

    public string Description { get; }

    /// <summary>The connections in force.</summary>
    public IReadOnlyDictionary<string, WeightMask> Masks => _active.ToDictionary(a => a.Key, a => WeightMask.Of(a.Value));

    /// <summary>How many connections there are.</summary>
    public int Count => _active.Values.Sum(a => a.Count(v => v));

    public void BeforeUpdate(TrainingContext context)
    {
        foreach ((string name, bool[] active) in _active)
        {
            if (_schedule?.Updates(context.Step) == true)
            {
                Replace(context, name, active);
            }

            Clear(context.Gradient(name), active);
        }
    }

    public void AfterUpdate(TrainingContext context)
    {
        foreach ((string name, bool[] active) in _active)
        {
            Clear(context.Value(name), active);
        }
    }

    public IReadOnlyDictionary<string, float[]> SaveState() => _active.ToDictionary(a => a.Key, a => Array.ConvertAll(a.Value, v => v ? 1f : 0f));

    public void LoadState(IReadOnlyDictionary<string, float[]> state)
    {
        foreach ((string name, float[] active) in state)
        {
            _active[name] = Array.ConvertAll(active, v => v != 0);
        }
    }

    private void Replace(TrainingContext context, string name, bool[] active)
    {
        if (context.Gradient(name) is not { Length: > 0 } gradient)
        {
            return;
        }

        int count = (int)(_schedule!.Share(context.Step) * active.Count(v => v));
        float[] worth = _worth!(name, context.Step, gradient);
        foreach (int i in Connections.Replace(context.Value(name), active, count, worth))
        {
            // What the optimizer remembers of an element is of another life.
            foreach (Tensor memory in context.Memory(name))
            {
                memory.AsSpan<float>()[i] = 0;
            }
        }
    }

    private static void Clear(Span<float> values, bool[] active)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = active[i] ? values[i] : 0;
        }
    }
}
