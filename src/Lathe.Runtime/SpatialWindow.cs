namespace Lathe.Runtime;

/// <summary>How a kernel moves over an image. Padding below and to the right follows from the output's size.</summary>
/// <param name="StrideHeight">Rows from one output to the next.</param>
/// <param name="StrideWidth">Columns from one output to the next.</param>
/// <param name="PadTop">Rows added above.</param>
/// <param name="PadLeft">Columns added on the left.</param>
/// <param name="DilationHeight">Rows from one tap to the next.</param>
/// <param name="DilationWidth">Columns from one tap to the next.</param>
public readonly record struct SpatialWindow(int StrideHeight = 1, int StrideWidth = 1, int PadTop = 0, int PadLeft = 0, int DilationHeight = 1, int DilationWidth = 1)
{
    /// <summary>One tap after the other, one output each, no padding.</summary>
    public static SpatialWindow Unit { get; } = new(1, 1, 0, 0, 1, 1);

    /// <summary>What makes the window unusable.</summary>
    public IEnumerable<string> Problems()
    {
        if (Math.Min(Math.Min(StrideHeight, StrideWidth), Math.Min(DilationHeight, DilationWidth)) < 1 || Math.Min(PadTop, PadLeft) < 0)
        {
            yield return $"its window {this} is not usable: strides and dilations are at least 1, padding at least 0.";
        }
    }
}
