namespace Lathe.Hardware.Devices;

/// <summary>The block of a matrix product that a unit computes at once; smaller remainders take as long as a full one.</summary>
/// <param name="Types">The number formats it holds for.</param>
/// <param name="Engine">The unit.</param>
/// <param name="Rows">Multiple of the output positions.</param>
/// <param name="Columns">Multiple of the output channels.</param>
/// <param name="Depth">Multiple of the summed dimension.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Tag">How it is known.</param>
public sealed record NativeTile(IReadOnlyList<Precision> Types, ComputeEngine Engine, int Rows, int Columns, int Depth, string Source, FigureTag Tag)
{
    /// <summary>No rounding at all.</summary>
    public static NativeTile None { get; } = new([], ComputeEngine.Vector, 1, 1, 1, "no rounding", FigureTag.Presumed);
}
