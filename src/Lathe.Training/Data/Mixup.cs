using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>
/// Mixup (Zhang et al. 2018): <c>x = l a + (1 - l) b</c> and the same of the labels, with l drawn from Beta(alpha, alpha) for the
/// batch. Samples are paired from both ends of a shuffled batch.
/// </summary>
internal static class Mixup
{
    public static void Apply(Batch batch, int classes, double alpha, RandomKey key)
    {
        float share = (float)Draws.Beta(key, alpha, alpha);
        Span<float> targets = batch.Targets;
        targets.Clear();
        int size = batch.Pixels.Length / batch.Count;
        for (int n = 0; n < batch.Count; n++)
        {
            int other = batch.Count - 1 - n;
            targets[(n * classes) + batch.Labels[n]] += share;
            targets[(n * classes) + batch.Labels[other]] += 1 - share;
            if (n < other)
            {
                Blend(batch.Pixels.AsSpan(n * size, size), batch.Pixels.AsSpan(other * size, size), share);
            }
        }
    }

    private static void Blend(Span<float> a, Span<float> b, float share)
    {
        for (int i = 0; i < a.Length; i++)
        {
            (a[i], b[i]) = ((a[i] * share) + (b[i] * (1 - share)), (b[i] * share) + (a[i] * (1 - share)));
        }
    }
}
