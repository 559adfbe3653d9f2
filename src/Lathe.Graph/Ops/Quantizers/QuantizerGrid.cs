namespace Lathe.Graph.Ops.Quantizers;

/// <summary>The values <c>low .. high</c> times a step, or times one step for each channel.</summary>
/// <param name="Steps">One step, or one for each index of the axis.</param>
/// <param name="Low">Smallest code.</param>
/// <param name="High">Largest code.</param>
/// <param name="Axis">The axis of steps by channel.</param>
public sealed record QuantizerGrid(float[] Steps, int Low, int High, int Axis)
{
    /// <summary>True when codes fit 8 bits.</summary>
    public bool FitsByte => Low >= sbyte.MinValue && High <= (Low < 0 ? sbyte.MaxValue : byte.MaxValue);
}
