namespace Lathe.Compression.Sharing.Binding;

/// <summary>A weight whose elements are entries of a shorter list of trained values.</summary>
/// <param name="Values">The trained values.</param>
/// <param name="Entries">The place in <paramref name="Values"/> of every element; -1 for one that stays zero.</param>
public sealed record BoundWeight(float[] Values, int[] Entries)
{
    /// <summary>What every element is multiplied with, 1 or -1; null for all 1.</summary>
    public float[]? Signs { get; init; }

    /// <summary>The weight that follows from values.</summary>
    public float[] Expand(ReadOnlySpan<float> values)
    {
        float[] weight = new float[Entries.Length];
        for (int i = 0; i < weight.Length; i++)
        {
            weight[i] = Entries[i] < 0 ? 0 : Signs is null ? values[Entries[i]] : values[Entries[i]] * Signs[i];
        }

        return weight;
    }
}
