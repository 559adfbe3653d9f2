using System.Collections.Immutable;
using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Transposed convolution: each input pixel adds its kernel to the output at <c>stride position - padding</c>; what falls outside is
/// dropped.
/// </summary>
public sealed record TransposedConvolutionOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>The image, [N, H, W, C].</summary>
    public required IntegerValue Input { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <summary>The kernel, [O, KH, KW, C].</summary>
    public required IntegerWeights Weights { get; init; }

    /// <summary>One number for each output channel, or none.</summary>
    public ImmutableArray<long> Bias { get; init; } = [];

    /// <summary>From sums to codes.</summary>
    public required Requantization Requantization { get; init; }

    /// <summary>Added to each input code: minus its zero point.</summary>
    public int InputOffset { get; init; }

    /// <summary>Strides between input pixels, and the rows and columns cut off.</summary>
    public SpatialWindow Window { get; init; } = SpatialWindow.Unit;

    /// <inheritdoc/>
    public ImmutableArray<IntegerValue> Inputs => [Input];

    /// <inheritdoc/>
    public long Macs => (long)Input.Shape.Count * Weights.Shape.Product(0, 3);

    /// <inheritdoc/>
    public long ConstantBytes => Weights.Packed.Length + OpChecks.Bytes(Requantization, Bias);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.Images(Input, Output), .. OpChecks.SameType(Input, Output), .. Window.Problems()];
        if (found.Length > 0)
        {
            return found;
        }

        bool fits = Weights.Shape.Rank == 4 && Weights.Shape[0] == Output.Shape[3] && Weights.Shape[3] == Input.Shape[3];
        return fits ? OpChecks.Channels(Requantization, Bias, Output.Shape[3]) : [$"has weights {Weights.Shape}; they must be [{Output.Shape[3]}, KH, KW, {Input.Shape[3]}]."];
    }

    /// <inheritdoc/>
    public void Run(IntegerMemory memory)
    {
        if (Input.Type == DType.Int8)
        {
            Compute(memory.Read<sbyte>(Input), memory.Write<sbyte>(Output));
        }
        else
        {
            Compute(memory.Read<short>(Input), memory.Write<short>(Output));
        }
    }

    private void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryInteger<T>
    {
        Shape from = Input.Shape, to = Output.Shape;
        int outputs = to[3];
        var sums = new long[to.Count];
        for (int pixel = 0; pixel < from.Product(0, 3); pixel++)
        {
            int n = pixel / (from[1] * from[2]), row = pixel / from[2] % from[1], column = pixel % from[2];
            Scatter(x.Slice(pixel * from[3], from[3]), sums, n, row, column);
        }

        for (int i = 0; i < sums.Length; i++)
        {
            y[i] = T.CreateTruncating(Requantization.Apply(sums[i] + (Bias.IsEmpty ? 0 : Bias[i % outputs]), i % outputs));
        }
    }

    private void Scatter<T>(ReadOnlySpan<T> pixel, long[] sums, int n, int row, int column)
        where T : unmanaged, IBinaryInteger<T>
    {
        Shape to = Output.Shape, kernel = Weights.Shape;
        for (int tap = 0; tap < kernel[1] * kernel[2]; tap++)
        {
            int y = (row * Window.StrideHeight) - Window.PadTop + (tap / kernel[2]);
            int at = (column * Window.StrideWidth) - Window.PadLeft + (tap % kernel[2]);
            if (y < 0 || y >= to[1] || at < 0 || at >= to[2])
            {
                continue;
            }

            int place = ((((n * to[1]) + y) * to[2]) + at) * to[3];
            for (int o = 0; o < to[3]; o++)
            {
                ReadOnlySpan<sbyte> taps = Weights.Codes.Slice(((o * kernel[1] * kernel[2]) + tap) * kernel[3], kernel[3]);
                for (int c = 0; c < pixel.Length; c++)
                {
                    sums[place + o] += (int.CreateTruncating(pixel[c]) + InputOffset) * taps[c];
                }
            }
        }
    }
}
