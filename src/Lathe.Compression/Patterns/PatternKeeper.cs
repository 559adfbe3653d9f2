using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Patterns;

/// <summary>Keeps patterns through training; it has no state of its own, so resumed runs need none.</summary>
internal sealed class PatternKeeper(WeightPatterns patterns) : ITrainingCallback
{
    private readonly string[] _names = [.. patterns.Masks.Keys.Union(patterns.Shared.Keys).Order(StringComparer.Ordinal)];

    public void BeforeUpdate(TrainingContext context)
    {
        foreach (string name in _names)
        {
            if (context.Gradient(name) is { Length: > 0 } gradient)
            {
                patterns.Apply(name, gradient);
            }
        }
    }

    public void AfterUpdate(TrainingContext context)
    {
        foreach (string name in _names)
        {
            patterns.Apply(name, context.Value(name));
        }
    }
}
