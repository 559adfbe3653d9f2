using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Floating;

/// <summary>A weighted layer in floating point whose kernel moves over an image [N, H, W, C].</summary>
public abstract record FloatImageOp : FloatLayerOp
{
    /// <summary>How the kernel moves; of a transposed convolution the strides between input pixels, and the rows and columns cut off.</summary>
    public SpatialWindow Window { get; init; } = SpatialWindow.Unit;

    /// <summary>The weights' dimensions it needs, in words; null when those it has fit.</summary>
    private protected abstract string? WeightProblem(Shape weights, int inputs, int outputs);

    /// <summary>Writes the channels of one place.</summary>
    private protected abstract void Place(ReadOnlySpan<float> image, int row, int column, Span<float> y);

    /// <inheritdoc/>
    public sealed override IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.Images(Input, Output), .. OpChecks.Floats(Input, Output), .. Window.Problems()];
        if (found.Length > 0)
        {
            return found;
        }

        int inputs = Input.Shape[3], outputs = Output.Shape[3];
        return WeightProblem(Weights.Shape, inputs, outputs) is { } needed
            ? [$"has weights {Weights.Shape} for {inputs} input and {outputs} output channels; they must be {needed}."]
            : BiasProblems(outputs);
    }

    /// <inheritdoc/>
    public sealed override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<float> x = memory.Read<float>(Input);
        Span<float> y = memory.Write<float>(Output);
        int image = Input.Shape.Product(1, 4), rows = Output.Shape[1], columns = Output.Shape[2], channels = Output.Shape[3];
        for (int place = 0; place < Output.Shape.Product(0, 3); place++)
        {
            Place(x.Slice(place / columns / rows * image, image), place / columns % rows, place % columns, y.Slice(place * channels, channels));
        }
    }

    private protected (FloatReach Rows, FloatReach Columns) ReachAt(int row, int column) => (
        FloatReach.At((row * Window.StrideHeight) - Window.PadTop, Weights.Shape[1], Window.DilationHeight, Input.Shape[1]),
        FloatReach.At((column * Window.StrideWidth) - Window.PadLeft, Weights.Shape[2], Window.DilationWidth, Input.Shape[2]));
}
