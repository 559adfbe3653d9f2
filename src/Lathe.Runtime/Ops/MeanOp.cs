using Lathe.Runtime.Arithmetic;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>Mean over windows of an image [N, H, W, C] that lie inside it, with a change of scale: <c>requantize(sum of (x + offset))</c>.</summary>
public sealed record MeanOp : TypedOp
{
    /// <summary>Rows of the window.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Columns of the window.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>How the window moves; neither dilated nor padded.</summary>
    public SpatialWindow Window { get; init; } = SpatialWindow.Unit;

    /// <summary>Added to each input code: minus its zero point.</summary>
    public int InputOffset { get; init; }

    /// <summary>From sums to codes: one factor, which divides by the number of pixels too.</summary>
    public required Requantization Requantization { get; init; }

    /// <inheritdoc/>
    public override long ConstantBytes => 5;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.Images(Input, Output), .. OpChecks.SameType(Input, Output), .. Window.Problems()];
        if (found.Length > 0)
        {
            return found;
        }

        Shape from = Input.Shape, to = Output.Shape;
        bool inside = ((to[1] - 1) * Window.StrideHeight) + KernelHeight <= from[1] && ((to[2] - 1) * Window.StrideWidth) + KernelWidth <= from[2];
        return inside && from[3] == to[3] && Window is { PadTop: 0, PadLeft: 0 } && Requantization.Factors.Length == 1
            ? []
            : [$"has windows of {KernelHeight} x {KernelWidth} that do not lie inside the image, or other channels, from {Input} to {Output}, or {Requantization.Factors.Length} factors instead of one."];
    }

    private protected override void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            PoolWindow window = PoolWindow.At(i, Input.Shape, Output.Shape, KernelHeight, KernelWidth, Window);
            int sum = 0;
            for (int row = window.Top; row < window.Bottom; row++)
            {
                for (int column = window.Left; column < window.Right; column++)
                {
                    sum += int.CreateTruncating(x[window.Place(row, column, Input.Shape)]) + InputOffset;
                }
            }

            y[i] = T.CreateTruncating(Requantization.Apply(sum));
        }
    }
}
