using Lathe.Compression.Patterns;

namespace Lathe.Compression.Sparsity.Masks;

/// <summary>Chooses what to prune from scores: exactly the share asked for, the least worthy first, and never a whole weight.</summary>
public static class MaskSelection
{
    /// <summary>The score of an element that is pruned already: it goes first.</summary>
    public const float AlreadyPruned = float.NegativeInfinity;

    // A weight without a single element cuts the network in two.
    private const int KeptAtLeast = 1;

    /// <summary>Masks at a sparsity.</summary>
    /// <param name="scores">The worth of every element, by weight.</param>
    /// <param name="sparsity">The share to prune, 0 to below 1: of all elements together, or of each weight's.</param>
    /// <param name="scope">Where the least worthy are looked for.</param>
    public static IReadOnlyDictionary<string, WeightMask> Choose(IReadOnlyDictionary<string, float[]> scores, double sparsity, SparsityScope scope)
    {
        foreach ((string name, float[] values) in scores)
        {
            if (Array.Exists(values, float.IsNaN))
            {
                throw new InvalidInputException($"The scores of weight '{name}' hold values that are not numbers: its gradients or activations overflowed. Lower the learning rate of the training before.");
            }
        }

        return scope == SparsityScope.PerLayer ? scores.ToDictionary(s => s.Key, s => PerWeight(s.Value, sparsity)) : Global(scores, sparsity);
    }

    private static WeightMask PerWeight(float[] scores, double sparsity) =>
        Mask(SmallestElements.Mark(scores, Math.Min((int)Math.Round(scores.Length * sparsity), scores.Length - KeptAtLeast)));

    private static Dictionary<string, WeightMask> Global(IReadOnlyDictionary<string, float[]> scores, double sparsity)
    {
        string[] names = [.. scores.Keys.Order(StringComparer.Ordinal)];
        float[] all = [.. names.SelectMany(n => scores[n])];
        int count = (int)Math.Min(Math.Round(all.Length * sparsity), all.Length - (names.Length * KeptAtLeast));
        while (true)
        {
            bool[] pruned = SmallestElements.Mark(all, count);
            if (!ProtectEmpty(names, scores, all, pruned))
            {
                return Split(names, scores, pruned);
            }
        }
    }

    // The best element of a weight that would lose all becomes untouchable; others take its place in the next round.
    private static bool ProtectEmpty(string[] names, IReadOnlyDictionary<string, float[]> scores, float[] all, bool[] pruned)
    {
        bool changed = false;
        int start = 0;
        foreach (string name in names)
        {
            int length = scores[name].Length;
            if (length > 0 && pruned.AsSpan(start, length).IndexOf(false) < 0)
            {
                ReadOnlySpan<float> own = all.AsSpan(start, length);
                all[start + own.IndexOf(Largest(own))] = float.PositiveInfinity;
                changed = true;
            }

            start += length;
        }

        return changed;
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = values[0];
        foreach (float value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }

    private static Dictionary<string, WeightMask> Split(string[] names, IReadOnlyDictionary<string, float[]> scores, bool[] pruned)
    {
        var masks = new Dictionary<string, WeightMask>();
        int start = 0;
        foreach (string name in names)
        {
            masks[name] = Mask(pruned.AsSpan(start, scores[name].Length));
            start += scores[name].Length;
        }

        return masks;
    }

    private static WeightMask Mask(ReadOnlySpan<bool> pruned)
    {
        bool[] kept = new bool[pruned.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = !pruned[i];
        }

        return WeightMask.Of(kept);
    }
}
