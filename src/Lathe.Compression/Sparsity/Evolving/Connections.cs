using Lathe.Compression.Sparsity.Masks;

namespace Lathe.Compression.Sparsity.Evolving;

/// <summary>Replaces connections of one weight.</summary>
internal static class Connections
{
    /// <summary>A random set of connections.</summary>
    public static bool[] Draw(int elements, int count, Lathe.Tensors.RandomKey key)
    {
        float[] draws = new float[elements];
        key.FillUniform(draws);
        return SmallestElements.Mark(draws, count);
    }

    /// <summary>
    /// Drops the active elements of smallest magnitude and makes as many others active, those of largest worth among all that are then not active;
    /// their number stays. New ones start at zero, as do those dropped.
    /// </summary>
    /// <param name="values">The weight, in place.</param>
    /// <param name="active">Its connections, in place.</param>
    /// <param name="count">How many are replaced.</param>
    /// <param name="worth">The worth of every element as a new connection.</param>
    /// <returns>The elements whose connection is new.</returns>
    public static IReadOnlyList<int> Replace(Span<float> values, bool[] active, int count, ReadOnlySpan<float> worth)
    {
        int[] candidates = [.. Enumerable.Range(0, active.Length).Where(i => active[i])];
        float[] magnitudes = new float[candidates.Length];
        for (int i = 0; i < candidates.Length; i++)
        {
            magnitudes[i] = Math.Abs(values[candidates[i]]);
        }

        bool[] dropped = SmallestElements.Mark(magnitudes, count);
        var before = new HashSet<int>();
        for (int i = 0; i < candidates.Length; i++)
        {
            if (dropped[i])
            {
                active[candidates[i]] = false;
                before.Add(candidates[i]);
            }
        }

        int[] free = [.. Enumerable.Range(0, active.Length).Where(i => !active[i])];
        float[] order = new float[free.Length];
        for (int i = 0; i < free.Length; i++)
        {
            order[i] = -worth[free[i]];
        }

        bool[] grown = SmallestElements.Mark(order, before.Count);
        var fresh = new List<int>();
        for (int i = 0; i < free.Length; i++)
        {
            active[free[i]] = grown[i];
            if (grown[i] && !before.Contains(free[i]))
            {
                fresh.Add(free[i]);
            }
        }

        // A connection that is dropped and grown again at once never left: it keeps its value.
        foreach (int i in before.Where(i => !active[i]).Concat(fresh))
        {
            values[i] = 0;
        }

        return fresh;
    }
}
