using Lathe.Training.Loops;

namespace Lathe.Compression.Sparsity.Magnitude;

/// <summary>Adds the subgradient of <c>strength * sum |w|</c>: weights the loss does not hold up end near zero.</summary>
/// <param name="weights">The weights, by name.</param>
/// <param name="strength">The factor of the penalty.</param>
internal sealed class L1Regularizer(IReadOnlyList<string> weights, float strength) : ITrainingCallback
{
    public string Description => FormattableString.Invariant($"L1 of {weights.Count} weights by {strength}");

    public void BeforeUpdate(TrainingContext context)
    {
        foreach (string name in weights)
        {
            Span<float> gradient = context.Gradient(name), value = context.Value(name);
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] += value[i] > 0 ? strength : value[i] < 0 ? -strength : 0;
            }
        }
    }
}
