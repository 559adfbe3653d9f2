namespace Lathe.Compression.Quantization;

/// <summary>
/// A streaming histogram of fixed size: when a value falls outside, the range doubles and pairs of bins merge, so memory does
/// not grow with the data.
/// </summary>
public sealed class RangeHistogram
{
    private const int Bins = 4096;

    // The weight of the newest batch in moving averages.
    private const float Newest = 0.1f;

    private double[] _counts = new double[Bins];
    private double _low;
    private double _width;

    /// <summary>Smallest value seen.</summary>
    public float Min { get; private set; } = float.PositiveInfinity;

    /// <summary>Largest value seen.</summary>
    public float Max { get; private set; } = float.NegativeInfinity;

    /// <summary>The moving average of each batch's smallest value.</summary>
    public float MovingMin { get; private set; }

    /// <summary>The moving average of each batch's largest value.</summary>
    public float MovingMax { get; private set; }

    /// <summary>Values seen.</summary>
    public long Count { get; private set; }

    /// <summary>Adds values; anything not finite is left out.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        bool first = Count == 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                continue;
            }

            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            Count++;
            Grow(value);
            _counts[Math.Clamp((int)((value - _low) / _width), 0, Bins - 1)]++;
        }

        if (low <= high)
        {
            (Min, Max) = (Math.Min(Min, low), Math.Max(Max, high));
            (MovingMin, MovingMax) = first ? (low, high) : (MovingMin + (Newest * (low - MovingMin)), MovingMax + (Newest * (high - MovingMax)));
        }
    }

    /// <summary>The bins that hold anything: their centres and counts.</summary>
    public IEnumerable<(double Center, double Count)> Filled()
    {
        for (int i = 0; i < Bins; i++)
        {
            if (_counts[i] > 0)
            {
                yield return (_low + ((i + 0.5) * _width), _counts[i]);
            }
        }
    }

    private void Grow(float value)
    {
        if (_width == 0)
        {
            double span = Math.Max(1e-6, Math.Abs(value) * 2);
            (_low, _width) = (value - (span / 2), span / Bins);
        }

        while (value < _low || value >= _low + (_width * Bins))
        {
            bool down = value < _low;
            double[] merged = new double[Bins];
            int offset = down ? Bins / 2 : 0;
            for (int i = 0; i < Bins; i++)
            {
                merged[offset + (i / 2)] += _counts[i];
            }

            _low = down ? _low - (_width * Bins) : _low;
            _width *= 2;
            _counts = merged;
        }
    }
}
