namespace Lathe.Compression.Patterns;

/// <summary>Which elements of a weight are pruned.</summary>
public sealed class WeightMask
{
    private readonly int[] _zeros;

    private WeightMask(int count, int[] zeros) => (Count, _zeros) = (count, zeros);

    /// <summary>Elements of the weight.</summary>
    public int Count { get; }

    /// <summary>The pruned elements, ascending.</summary>
    public ReadOnlySpan<int> Zeros => _zeros;

    /// <summary>How many elements are pruned.</summary>
    public int Pruned => _zeros.Length;

    /// <summary>Share of the elements that are pruned.</summary>
    public double Sparsity => (double)_zeros.Length / Math.Max(1, Count);

    /// <summary>The mask a weight carries: its zeros, of either sign.</summary>
    public static WeightMask Of(ReadOnlySpan<float> values)
    {
        var zeros = new List<int>();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == 0)
            {
                zeros.Add(i);
            }
        }

        return new WeightMask(values.Length, [.. zeros]);
    }

    /// <summary>A mask from what stays.</summary>
    public static WeightMask Of(ReadOnlySpan<bool> kept)
    {
        var zeros = new List<int>();
        for (int i = 0; i < kept.Length; i++)
        {
            if (!kept[i])
            {
                zeros.Add(i);
            }
        }

        return new WeightMask(kept.Length, [.. zeros]);
    }

    /// <summary>Sets the pruned elements of values (or gradients) to zero.</summary>
    public void Apply(Span<float> values)
    {
        foreach (int i in _zeros)
        {
            values[i] = 0;
        }
    }

    /// <summary>True for every element that stays.</summary>
    public bool[] Kept()
    {
        bool[] kept = new bool[Count];
        Array.Fill(kept, true);
        foreach (int i in _zeros)
        {
            kept[i] = false;
        }

        return kept;
    }
}
