namespace Lathe.Hardware.Readings;

/// <summary>A figure with the interval it is expected in.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">The least it is expected to be.</param>
/// <param name="High">The most it is expected to be.</param>
public readonly record struct Estimate(double Value, double Low, double High)
{
    /// <summary>A figure that is counted, not estimated.</summary>
    public static Estimate Exact(double value) => new(value, value, value);

    /// <summary>Sums two; the intervals add because errors of one model go the same way.</summary>
    public static Estimate operator +(Estimate left, Estimate right) => new(left.Value + right.Value, left.Low + right.Low, left.High + right.High);

    /// <summary>Scales one.</summary>
    public static Estimate operator *(Estimate estimate, double factor) => new(estimate.Value * factor, estimate.Low * factor, estimate.High * factor);
}
