using System.Collections.Immutable;
using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Convolution: <c>y[n, i, j, o] = requantize(bias[o] + sum over taps of (x + offset) w[o, tap])</c>. Outside the image x is the zero
/// point, so that it adds nothing. Groups follow from the weights' channels.
/// </summary>
public sealed record ConvolutionOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>The image, [N, H, W, C].</summary>
    public required IntegerValue Input { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <summary>The kernel, [O, KH, KW, C / groups].</summary>
    public required IntegerWeights Weights { get; init; }

    /// <summary>One number for each output channel, or none.</summary>
    public ImmutableArray<long> Bias { get; init; } = [];

    /// <summary>From sums to codes.</summary>
    public required Requantization Requantization { get; init; }

    /// <summary>Added to each input code: minus its zero point.</summary>
    public int InputOffset { get; init; }

    /// <summary>How the kernel moves.</summary>
    public SpatialWindow Window { get; init; } = SpatialWindow.Unit;

    /// <inheritdoc/>
    public ImmutableArray<IntegerValue> Inputs => [Input];

    /// <inheritdoc/>
    public long Macs => (long)Output.Shape.Count * Weights.Shape.Product(1, 4);

    /// <inheritdoc/>
    public long ConstantBytes => Weights.Packed.Length + OpChecks.Bytes(Requantization, Bias);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.Images(Input, Output), .. OpChecks.SameType(Input, Output), .. Window.Problems()];
        if (found.Length > 0 || Weights.Shape.Rank != 4)
        {
            return [.. found, .. Weights.Shape.Rank != 4 ? [$"has weights {Weights.Shape} instead of [O, KH, KW, C / groups]."] : Array.Empty<string>()];
        }

        int inputs = Input.Shape[3], outputs = Output.Shape[3], width = Weights.Shape[3];
        bool fits = Weights.Shape[0] == outputs && width > 0 && inputs % width == 0 && outputs % (inputs / width) == 0;
        return fits
            ? OpChecks.Channels(Requantization, Bias, outputs)
            : [$"has weights {Weights.Shape} for {inputs} input and {outputs} output channels; they must be [{outputs}, KH, KW, {inputs} / groups]."];
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
        Shape to = Output.Shape;
        int outputsPerGroup = to[3] / (Input.Shape[3] / Weights.Shape[3]);
        int at = 0;
        for (int n = 0; n < to[0]; n++)
        {
            for (int row = 0; row < to[1]; row++)
            {
                for (int column = 0; column < to[2]; column++)
                {
                    for (int o = 0; o < to[3]; o++)
                    {
                        long sum = Sum(x, n, row, column, o, o / outputsPerGroup * Weights.Shape[3]);
                        y[at++] = T.CreateTruncating(Requantization.Apply(sum + (Bias.IsEmpty ? 0 : Bias[o]), o));
                    }
                }
            }
        }
    }

    private long Sum<T>(ReadOnlySpan<T> x, int n, int row, int column, int o, int firstChannel)
        where T : unmanaged, IBinaryInteger<T>
    {
        Shape from = Input.Shape, kernel = Weights.Shape;
        ReadOnlySpan<sbyte> weights = Weights.Codes;
        long sum = 0;
        for (int ky = 0; ky < kernel[1]; ky++)
        {
            int y = (row * Window.StrideHeight) - Window.PadTop + (ky * Window.DilationHeight);
            for (int kx = 0; kx < kernel[2]; kx++)
            {
                int at = (column * Window.StrideWidth) - Window.PadLeft + (kx * Window.DilationWidth);
                if (y < 0 || y >= from[1] || at < 0 || at >= from[2])
                {
                    continue;
                }

                ReadOnlySpan<T> pixel = x.Slice((((((n * from[1]) + y) * from[2]) + at) * from[3]) + firstChannel, kernel[3]);
                ReadOnlySpan<sbyte> taps = weights.Slice(((((o * kernel[1]) + ky) * kernel[2]) + kx) * kernel[3], kernel[3]);
                for (int c = 0; c < pixel.Length; c++)
                {
                    sum += (int.CreateTruncating(pixel[c]) + InputOffset) * taps[c];
                }
            }
        }

        return sum;
    }
}
