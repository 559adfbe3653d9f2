using Lathe.Runtime.Floating;
using Lathe.Runtime.Ops;

namespace Lathe.Runtime.Patches;

/// <summary>Operations whose rows can be made a few at a time, and which rows they read for them.</summary>
internal static class RowwiseOps
{
    public static bool Knows(IIntegerOp op) => op.Output.Shape.Rank == 4 && op.Output.Shape[0] == 1 && op switch
    {
        ConvolutionOp or DepthwiseConvolutionOp or PoolOp or LookupOp => true,
        FloatConvolutionOp or FloatDepthwiseOp or FloatFunctionOp => true,
        FloatPoolOp pool => !pool.CountsPadding,
        PairOp pair => pair.Left.Shape == pair.Right.Shape,
        FloatPairOp pair => pair.Left.Shape == pair.Right.Shape,
        _ => false,
    };

    /// <summary>The rows of each input that some rows of the output need.</summary>
    public static RowRange Reads(IIntegerOp op, RowRange made) => op switch
    {
        ImageLayerOp layer => Under(layer.Window, layer.Weights.Shape[1], made, layer.Input.Shape[1]),
        PoolOp pool => Under(pool.Window, pool.KernelHeight, made, pool.Input.Shape[1]),
        FloatImageOp layer => Under(layer.Window, layer.Weights.Shape[1], made, layer.Input.Shape[1]),
        FloatPoolOp pool => Under(pool.Window, pool.KernelHeight, made, pool.Input.Shape[1]),
        _ => made,
    };

    /// <summary>The operation that makes only some rows.</summary>
    /// <param name="op">The operation that makes all.</param>
    /// <param name="name">Its name.</param>
    /// <param name="made">The rows.</param>
    /// <param name="inputs">The rows it reads.</param>
    /// <param name="output">The rows it makes.</param>
    public static IIntegerOp Part(IIntegerOp op, string name, RowRange made, IReadOnlyList<IntegerValue> inputs, IntegerValue output) => op switch
    {
        ConvolutionOp layer => layer with { Name = name, Input = inputs[0], Output = output, Window = Moved(layer.Window, op, made) },
        DepthwiseConvolutionOp layer => layer with { Name = name, Input = inputs[0], Output = output, Window = Moved(layer.Window, op, made) },
        PoolOp pool => pool with { Name = name, Input = inputs[0], Output = output, Window = Moved(pool.Window, op, made) },
        LookupOp table => table with { Name = name, Input = inputs[0], Output = output },
        PairOp pair => pair with { Name = name, Left = inputs[0], Right = inputs[1], Output = output },
        FloatConvolutionOp layer => layer with { Name = name, Input = inputs[0], Output = output, Window = Moved(layer.Window, op, made) },
        FloatDepthwiseOp layer => layer with { Name = name, Input = inputs[0], Output = output, Window = Moved(layer.Window, op, made) },
        FloatPoolOp pool => pool with { Name = name, Input = inputs[0], Output = output, Window = Moved(pool.Window, op, made) },
        FloatFunctionOp function => function with { Name = name, Input = inputs[0], Output = output },
        FloatPairOp pair => pair with { Name = name, Left = inputs[0], Right = inputs[1], Output = output },
        _ => throw new ArgumentException($"'{op.Name}' cannot be made in parts.", nameof(op)),
    };

    private static RowRange Under(SpatialWindow window, int kernel, RowRange made, int rows) => new(
        Math.Max(0, Top(window, made)),
        Math.Min(rows, ((made.End - 1) * window.StrideHeight) - window.PadTop + ((kernel - 1) * window.DilationHeight) + 1));

    // Rows above the image are still padding; above the first row read there are none that the image has.
    private static SpatialWindow Moved(SpatialWindow window, IIntegerOp op, RowRange made) => window with { PadTop = Reads(op, made).First - Top(window, made) };

    private static int Top(SpatialWindow window, RowRange made) => (made.First * window.StrideHeight) - window.PadTop;
}
