namespace Lathe.Hardware.Analytic.Memory;

/// <summary>A buffer and the steps it is alive in, both ends included.</summary>
/// <param name="Name">The value in it first.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="First">The step that makes it.</param>
/// <param name="Last">The last step that touches it.</param>
public sealed record LiveBuffer(string Name, long Bytes, int First, int Last)
{
    /// <summary>All values in it: the first one, and those written over it.</summary>
    public IReadOnlyList<string> Members { get; init; } = [Name];

    /// <summary>True when both are alive in some step.</summary>
    public bool Overlaps(LiveBuffer other) => First <= other.Last && other.First <= Last;
}
