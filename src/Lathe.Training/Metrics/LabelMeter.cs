namespace Lathe.Training.Metrics;

/// <summary>The share of labels at the largest output.</summary>
public sealed class LabelMeter : AccuracyMeter
{
    private long _right;
    private long _count;

    /// <inheritdoc/>
    public override string? Name => null;

    /// <inheritdoc/>
    public override double Value => (double)_right / Math.Max(1, _count);

    /// <summary>How many rows have their largest output at the label.</summary>
    public static int Right(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels)
    {
        int columns = outputs.Length / Math.Max(1, labels.Length), right = 0;
        for (int n = 0; n < labels.Length; n++)
        {
            right += Largest(outputs.Slice(n * columns, columns)) == labels[n] ? 1 : 0;
        }

        return right;
    }

    /// <summary>The place of the largest value, the first of equals.</summary>
    public static int Largest(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int c = 1; c < row.Length; c++)
        {
            best = row[c] > row[best] ? c : best;
        }

        return best;
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets)
    {
        _right += Right(outputs, labels);
        _count += labels.Length;
    }
}
