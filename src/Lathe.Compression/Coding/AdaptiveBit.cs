namespace Lathe.Compression.Coding;

/// <summary>
/// The probability that a bit is 1, learned while coding: at first the mean of what was seen, later a moving average. In integers,
/// so that every machine sees the same.
/// </summary>
internal struct AdaptiveBit
{
    private const int Bits = 22, MostSeen = 1023;
    private static readonly int[] s_rates = [.. Enumerable.Range(0, MostSeen + 1).Select(n => 65536 * 2 / ((2 * n) + 3))];

    private int _one;
    private int _seen;

    /// <summary>Starts undecided.</summary>
    public static AdaptiveBit Even => new() { _one = 1 << (Bits - 1) };

    /// <summary>The probability of a 1, in 65536ths, never 0 and never 65536.</summary>
    public readonly uint One => (uint)Math.Clamp(_one >> (Bits - 16), 24, 65536 - 24);

    /// <summary>Learns from a bit.</summary>
    /// <param name="bit">What it was.</param>
    /// <param name="memory">The most bits the average reaches back over, up to 1023.</param>
    public void Learn(bool bit, int memory = MostSeen)
    {
        int target = bit ? (1 << Bits) - 1 : 0;
        _one += (int)(((long)(target - _one) * s_rates[_seen]) >> 16);
        _seen = Math.Min(_seen + 1, memory);
    }
}
