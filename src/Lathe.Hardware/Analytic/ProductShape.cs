using Lathe.Hardware.Devices;

namespace Lathe.Hardware.Analytic;

/// <summary>A layer as matrix products: for each group, [Rows, Depth] times [Depth, Columns].</summary>
/// <param name="Groups">Independent products of the same size.</param>
/// <param name="Rows">Output positions, over the batch.</param>
/// <param name="Columns">Output channels of a group.</param>
/// <param name="Depth">Terms of each sum.</param>
public readonly record struct ProductShape(long Groups, long Rows, long Columns, long Depth)
{
    /// <summary>Multiply-accumulates.</summary>
    public long Macs => Groups * Rows * Columns * Depth;

    /// <summary>True when each channel is convolved alone: there is nothing for a matrix unit to share.</summary>
    public bool IsDepthwise => Groups > 1 && Columns == 1;

    /// <summary>Multiply-accumulates that a unit spends which computes whole tiles only; a depthwise layer lays its channels along the columns.</summary>
    public long PaddedMacs(NativeTile tile) => IsDepthwise
        ? RoundUp(Groups, tile.Columns) * RoundUp(Rows, tile.Rows) * Depth
        : Groups * RoundUp(Rows, tile.Rows) * RoundUp(Columns, tile.Columns) * RoundUp(Depth, tile.Depth);

    private static long RoundUp(long value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
