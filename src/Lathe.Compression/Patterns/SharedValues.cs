namespace Lathe.Compression.Patterns;

/// <summary>A weight whose elements hold few distinct values: a codebook, and which entry every element has.</summary>
public sealed class SharedValues
{
    /// <summary>The entry of pruned elements: none.</summary>
    public const int Pruned = -1;

    private readonly int[] _assignment;
    private readonly float[] _codebook;
    private readonly int[] _members;

    private SharedValues(float[] codebook, int[] assignment)
    {
        (_codebook, _assignment, _members) = (codebook, assignment, new int[codebook.Length]);
        foreach (int entry in assignment.Where(e => e != Pruned))
        {
            _members[entry]++;
        }
    }

    /// <summary>The distinct values, ascending, without zero.</summary>
    public ReadOnlySpan<float> Codebook => _codebook;

    /// <summary>The codebook entry of every element; <see cref="Pruned"/> for zeros.</summary>
    public ReadOnlySpan<int> Assignment => _assignment;

    /// <summary>
    /// The shared values of a weight, or null where values are as good as all different. They count as shared when every value
    /// stands for two elements on average, which weights from training or a random draw never reach.
    /// </summary>
    public static SharedValues? TryRead(ReadOnlySpan<float> values)
    {
        var entries = new Dictionary<float, int>();
        int count = 0;
        foreach (float value in values)
        {
            count += value == 0 ? 0 : 1;
            if (value != 0 && entries.TryAdd(value, 0) && entries.Count > values.Length / 2)
            {
                return null;
            }
        }

        if (count < 4 || entries.Count * 2 > count)
        {
            return null;
        }

        float[] codebook = [.. entries.Keys.Order()];
        int[] assignment = new int[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            assignment[i] = values[i] == 0 ? Pruned : Array.BinarySearch(codebook, values[i]);
        }

        return new SharedValues(codebook, assignment);
    }

    /// <summary>
    /// Gives the elements of each entry their mean, in place: of gradients, so that an entry moves as one (centroid fine-tuning), and
    /// of weights, so that rounding does not part them. Pruned elements become zero.
    /// </summary>
    public void Average(Span<float> values)
    {
        double[] sums = new double[_codebook.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (_assignment[i] != Pruned)
            {
                sums[_assignment[i]] += values[i];
            }
        }

        for (int i = 0; i < values.Length; i++)
        {
            int entry = _assignment[i];
            values[i] = entry == Pruned ? 0 : (float)(sums[entry] / _members[entry]);
        }
    }
}
