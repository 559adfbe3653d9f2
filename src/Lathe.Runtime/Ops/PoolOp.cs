using System.Numerics;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>Pooling of an image [N, H, W, C], channel by channel. Input and output share scale and zero point.</summary>
public abstract record PoolOp : TypedOp
{
    /// <summary>Rows of the window.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Columns of the window.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>How the window moves; not dilated.</summary>
    public SpatialWindow Window { get; init; } = SpatialWindow.Unit;

    /// <summary>The smallest code, after a rectifier.</summary>
    public int Low { get; init; } = short.MinValue;

    /// <summary>The largest code.</summary>
    public int High { get; init; } = short.MaxValue;

    /// <inheritdoc/>
    public override int? OverlapDistance => PlaceOrder.OverlapDistance(Window, Input, Output);

    /// <inheritdoc/>
    public sealed override IEnumerable<string> Problems() => PoolWindow.Problems(Input, Output, KernelHeight, KernelWidth, Window, OpChecks.SameType);

    private protected sealed override void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        int low = Math.Max(Low, int.CreateTruncating(T.MinValue)), high = Math.Min(High, int.CreateTruncating(T.MaxValue));
        for (int i = 0; i < y.Length; i++)
        {
            PoolWindow window = PoolWindow.At(i, Input.Shape, Output.Shape, KernelHeight, KernelWidth, Window);
            y[i] = T.CreateTruncating(Math.Clamp(Reduce(x, window, Input.Shape), low, high));
        }
    }

    private protected abstract int Reduce<T>(ReadOnlySpan<T> x, PoolWindow window, Shape from)
        where T : unmanaged, IBinaryInteger<T>;
}
