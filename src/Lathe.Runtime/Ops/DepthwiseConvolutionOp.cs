using System.Collections.Immutable;
using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Depthwise convolution: each output channel reads one input channel, <c>o / multiplier</c>, with its own kernel.
/// </summary>
public sealed record DepthwiseConvolutionOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>The image, [N, H, W, C].</summary>
    public required IntegerValue Input { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <summary>The kernels, [1, KH, KW, C multiplier].</summary>
    public required IntegerWeights Weights { get; init; }

    /// <summary>One number for each output channel, or none.</summary>
    public ImmutableArray<long> Bias { get; init; } = [];

    /// <summary>From sums to codes.</summary>
    public required Requantization Requantization { get; init; }

    /// <summary>Added to each input code: minus its zero point.</summary>
    public int InputOffset { get; init; }

    /// <summary>How the kernels move.</summary>
    public SpatialWindow Window { get; init; } = SpatialWindow.Unit;

    /// <inheritdoc/>
    public ImmutableArray<IntegerValue> Inputs => [Input];

    /// <inheritdoc/>
    public long Macs => (long)Output.Shape.Count * Weights.Shape.Product(1, 3);

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

        int inputs = Input.Shape[3], outputs = Output.Shape[3];
        bool fits = Weights.Shape.Rank == 4 && Weights.Shape[0] == 1 && Weights.Shape[3] == outputs && inputs > 0 && outputs % inputs == 0;
        return fits
            ? OpChecks.Channels(Requantization, Bias, outputs)
            : [$"has weights {Weights.Shape} for {inputs} input and {outputs} output channels; they must be [1, KH, KW, {outputs}], outputs a multiple of inputs."];
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
        int at = 0;
        for (int n = 0; n < to[0]; n++)
        {
            for (int row = 0; row < to[1]; row++)
            {
                for (int column = 0; column < to[2]; column++)
                {
                    for (int o = 0; o < to[3]; o++)
                    {
                        long sum = Sum(x, n, row, column, o);
                        y[at++] = T.CreateTruncating(Requantization.Apply(sum + (Bias.IsEmpty ? 0 : Bias[o]), o));
                    }
                }
            }
        }
    }

    private long Sum<T>(ReadOnlySpan<T> x, int n, int row, int column, int o)
        where T : unmanaged, IBinaryInteger<T>
    {
        Shape from = Input.Shape, kernel = Weights.Shape;
        int channel = o / (kernel[3] / from[3]);
        long sum = 0;
        for (int ky = 0; ky < kernel[1]; ky++)
        {
            int y = (row * Window.StrideHeight) - Window.PadTop + (ky * Window.DilationHeight);
            for (int kx = 0; kx < kernel[2]; kx++)
            {
                int at = (column * Window.StrideWidth) - Window.PadLeft + (kx * Window.DilationWidth);
                if (y >= 0 && y < from[1] && at >= 0 && at < from[2])
                {
                    int code = int.CreateTruncating(x[(((((n * from[1]) + y) * from[2]) + at) * from[3]) + channel]);
                    sum += (code + InputOffset) * Weights.Codes[(((ky * kernel[2]) + kx) * kernel[3]) + o];
                }
            }
        }

        return sum;
    }
}
