using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>A weighted layer whose kernel moves over an image [N, H, W, C].</summary>
public abstract record ImageLayerOp : WeightedOp
{
    /// <summary>How the kernel moves; of a transposed convolution the strides between input pixels, and the rows and columns cut off.</summary>
    public SpatialWindow Window { get; init; } = SpatialWindow.Unit;

    /// <summary>The weights' dimensions it needs, in words; null when those it has fit.</summary>
    private protected abstract string? WeightProblem(Shape weights, int inputs, int outputs);

    /// <inheritdoc/>
    public sealed override IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.Images(Input, Output), .. OpChecks.SameType(Input, Output), .. Window.Problems()];
        if (found.Length > 0)
        {
            return found;
        }

        int inputs = Input.Shape[3], outputs = Output.Shape[3];
        return WeightProblem(Weights.Shape, inputs, outputs) is { } needed
            ? [$"has weights {Weights.Shape} for {inputs} input and {outputs} output channels; they must be {needed}."]
            : ChannelProblems(outputs);
    }
}
