using System.Collections.Immutable;
using System.Numerics;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>Average pooling; padding is not counted, and a half rounds away from zero. Input and output share scale and zero point.</summary>
public sealed record AveragePoolOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>The image, [N, H, W, C].</summary>
    public required IntegerValue Input { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

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
    public ImmutableArray<IntegerValue> Inputs => [Input];

    /// <inheritdoc/>
    public long Macs => 0;

    /// <inheritdoc/>
    public long ConstantBytes => 0;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => PoolWindow.Problems(Input, Output, KernelHeight, KernelWidth, Window);

    /// <inheritdoc/>
    public void Run(IntegerMemory memory)
    {
        if (Input.Type == DType.Int8)
        {
            Compute(memory.Read<sbyte>(Input), memory.Write<sbyte>(Output), Math.Max(Low, sbyte.MinValue), Math.Min(High, sbyte.MaxValue));
        }
        else
        {
            Compute(memory.Read<short>(Input), memory.Write<short>(Output), Low, High);
        }
    }

    private void Compute<T>(ReadOnlySpan<T> x, Span<T> y, int low, int high)
        where T : unmanaged, IBinaryInteger<T>
    {
        Shape from = Input.Shape, to = Output.Shape;
        for (int i = 0; i < y.Length; i++)
        {
            PoolWindow window = PoolWindow.At(i, from, to, KernelHeight, KernelWidth, Window);
            long sum = 0;
            for (int row = window.Top; row < window.Bottom; row++)
            {
                for (int column = window.Left; column < window.Right; column++)
                {
                    sum += int.CreateTruncating(x[window.Place(row, column, from)]);
                }
            }

            int count = (window.Bottom - window.Top) * (window.Right - window.Left);
            y[i] = T.CreateTruncating(Math.Clamp((int)((sum > 0 ? sum + (count / 2) : sum - (count / 2)) / count), low, high));
        }
    }
}
