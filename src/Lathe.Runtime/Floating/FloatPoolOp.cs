using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Floating;

/// <summary>Pooling of an image [N, H, W, C] in floating point, channel by channel; padding is never the largest.</summary>
public sealed record FloatPoolOp : OneInputOp
{
    /// <summary>True for the largest of a window, false for its mean.</summary>
    public required bool IsMaximum { get; init; }

    /// <summary>Rows of the window.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Columns of the window.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>How the window moves; not dilated.</summary>
    public SpatialWindow Window { get; init; } = SpatialWindow.Unit;

    /// <summary>Of a mean: true when padding counts, as zeros.</summary>
    public bool CountsPadding { get; init; }

    /// <inheritdoc/>
    public override int? OverlapDistance => PlaceOrder.OverlapDistance(Window, Input, Output);

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() => PoolWindow.Problems(Input, Output, KernelHeight, KernelWidth, Window, OpChecks.Floats);

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<float> x = memory.Read<float>(Input);
        Span<float> y = memory.Write<float>(Output);
        for (int i = 0; i < y.Length; i++)
        {
            PoolWindow window = PoolWindow.At(i, Input.Shape, Output.Shape, KernelHeight, KernelWidth, Window);
            y[i] = IsMaximum ? Largest(x, window, Input.Shape) : Sum(x, window, Input.Shape) / Count(window);
        }
    }

    private float Count(PoolWindow window) => CountsPadding ? KernelHeight * KernelWidth : (window.Bottom - window.Top) * (window.Right - window.Left);

    private static float Sum(ReadOnlySpan<float> x, PoolWindow window, Shape from)
    {
        float sum = 0;
        for (int row = window.Top; row < window.Bottom; row++)
        {
            for (int column = window.Left; column < window.Right; column++)
            {
                sum += x[window.Place(row, column, from)];
            }
        }

        return sum;
    }

    private static float Largest(ReadOnlySpan<float> x, PoolWindow window, Shape from)
    {
        float largest = x[window.Place(window.Top, window.Left, from)];
        for (int row = window.Top; row < window.Bottom; row++)
        {
            for (int column = window.Left; column < window.Right; column++)
            {
                float value = x[window.Place(row, column, from)];
                largest = value > largest ? value : largest;
            }
        }

        return largest;
    }
}
