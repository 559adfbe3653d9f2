namespace Lathe.Hardware.Analytic.Memory;

/// <summary>Where each buffer stands in one block of memory.</summary>
/// <param name="Bytes">The size of the block.</param>
/// <param name="LowerBound">No plan is smaller: the most bytes alive at once less what may overlap, or what a chain of overlaps that cannot be avoided climbs to.</param>
/// <param name="Placements">Each buffer and its offset.</param>
public sealed record ArenaPlan(long Bytes, long LowerBound, IReadOnlyList<(LiveBuffer Buffer, long Offset)> Placements)
{
    /// <summary>True when nothing smaller exists.</summary>
    public bool IsOptimal => Bytes == LowerBound;
}
