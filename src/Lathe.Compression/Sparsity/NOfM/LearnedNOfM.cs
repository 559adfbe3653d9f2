using Lathe.Compression.Sparsity.Movement;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Sparsity.NOfM;

/// <summary>
/// SR-STE (Zhou et al. 2021): the forward run sees the N largest of every M; all weights get the gradient of what was seen, and pruned ones
/// are pulled towards zero, <c>g + lambda (1 - m) w</c>, so that the mask settles. The mask follows from the weights: there is no other state.
/// </summary>
internal sealed class LearnedNOfM(ModelGraph graph, IReadOnlyDictionary<string, int> axes, NOfMOptions options) : ITrainingCallback
{
    private readonly Dictionary<string, bool[]> _kept = [];

    public string Description => FormattableString.Invariant($"SR-STE {options.Keep}:{options.Of} of {axes.Count} weights with pull {options.Pull}");

    /// <summary>The forward hook.</summary>
    public Tensor Parameter(string name, Tensor value)
    {
        if (!axes.TryGetValue(name, out int axis))
        {
            return value;
        }

        _kept[name] = NOfMMask.Of(value.AsSpan<float>(), graph.Parameters[name].Shape, axis, options.Keep, options.Of);
        return StraightThroughMask.Apply(value, _kept[name]);
    }

    public void BeforeUpdate(TrainingContext context)
    {
        foreach (string name in axes.Keys)
        {
            Span<float> gradient = context.Gradient(name), value = context.Value(name);
            bool[] kept = _kept[name];
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] += kept[i] ? 0 : options.Pull * value[i];
            }
        }
    }
}
