using Lathe.Training.Loops;

namespace Lathe.Compression.Pruning.Slimming;

/// <summary>Adds the subgradient of a weighted L1 norm of batch-norm scales, <c>sum s_i |gamma_i|</c>.</summary>
/// <param name="strengths">The factors of each scale's elements, from their values now.</param>
/// <param name="description">The penalty in words.</param>
internal sealed class ScalePenalty(Func<TrainingContext, IReadOnlyDictionary<string, float[]>> strengths, string description) : ITrainingCallback
{
    public string Description => description;

    public void BeforeUpdate(TrainingContext context)
    {
        foreach ((string name, float[] strength) in strengths(context))
        {
            Span<float> gradient = context.Gradient(name), value = context.Value(name);
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] += strength[i] * Math.Sign(value[i]);
            }
        }
    }

    /// <summary>The same strength for every scale.</summary>
    public static ScalePenalty Uniform(IEnumerable<(string Name, int Count)> scales, float strength)
    {
        var strengths = scales.ToDictionary(s => s.Name, s => Enumerable.Repeat(strength, s.Count).ToArray());
        return new ScalePenalty(_ => strengths, FormattableString.Invariant($"L1 of scales by {strength}"));
    }
}
