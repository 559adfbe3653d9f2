namespace Lathe.Hardware.Analytic.Memory;

/// <summary>A result that may be written over the buffer it is computed from while that is still read, if it starts far enough before it.</summary>
/// <param name="Output">The buffer of the result.</param>
/// <param name="Input">The buffer that is read for the last time.</param>
/// <param name="Distance">The least bytes from the start of the output to that of the input.</param>
public sealed record BufferOverlap(LiveBuffer Output, LiveBuffer Input, long Distance)
{
    /// <summary>The least bytes both take together.</summary>
    public long Bytes => Math.Min(Output.Bytes + Input.Bytes, Math.Max(Output.Bytes, Input.Bytes + Math.Max(0, Distance)));
}
