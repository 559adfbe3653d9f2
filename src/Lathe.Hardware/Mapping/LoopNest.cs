using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Hardware.Analytic;
using Lathe.Tensors;

namespace Lathe.Hardware.Mapping;

/// <summary>A layer as eight nested loops around one multiply-accumulate: <c>O[n,g,k,p,q] += I[n,g,c,p u + r d,q u + s d] W[g,k,c,r,s]</c>.</summary>
/// <param name="Batch">N.</param>
/// <param name="Groups">G.</param>
/// <param name="OutputChannels">K, of a group.</param>
/// <param name="InputChannels">C, of a group.</param>
/// <param name="OutputRows">P.</param>
/// <param name="OutputColumns">Q.</param>
/// <param name="KernelRows">R.</param>
/// <param name="KernelColumns">S.</param>
public sealed record LoopNest(int Batch, int Groups, int OutputChannels, int InputChannels, int OutputRows, int OutputColumns, int KernelRows, int KernelColumns)
{
    /// <summary>How many dimensions there are.</summary>
    public const int Dimensions = 8;

    /// <summary>u: steps of the window down the rows, then along the columns.</summary>
    public (int Rows, int Columns) Stride { get; init; } = (1, 1);

    /// <summary>d: distance between taps of the window.</summary>
    public (int Rows, int Columns) Dilation { get; init; } = (1, 1);

    /// <summary>The extent of a dimension.</summary>
    public int this[LoopDimension dimension] => Sizes()[(int)dimension];

    /// <summary>Multiply-accumulates.</summary>
    public long Macs => Sizes().Aggregate(1L, (a, b) => a * b);

    /// <summary>A product [rows, depth] x [depth, columns], for each group.</summary>
    public static LoopNest Product(int rows, int columns, int depth, int groups = 1) => new(1, groups, columns, depth, rows, 1, 1, 1);

    /// <summary>True when an operand is the same whatever the loop's place.</summary>
    public static bool IsIrrelevant(Operand operand, LoopDimension dimension) => operand switch
    {
        Operand.Inputs => dimension == LoopDimension.OutputChannel,
        Operand.Weights => dimension is LoopDimension.Batch or LoopDimension.OutputRow or LoopDimension.OutputColumn,
        _ => dimension is LoopDimension.InputChannel or LoopDimension.KernelRow or LoopDimension.KernelColumn,
    };

    /// <summary>The extents, in the order of <see cref="LoopDimension"/>.</summary>
    public int[] Sizes() => [Batch, Groups, OutputChannels, InputChannels, OutputRows, OutputColumns, KernelRows, KernelColumns];

    /// <summary>Values of an operand.</summary>
    public double Elements(Operand operand) => Footprint(operand, Sizes());

    /// <summary>Values of an operand that a block of the loops touches.</summary>
    public double Footprint(Operand operand, ReadOnlySpan<int> block) => operand switch
    {
        Operand.Weights => (double)block[1] * block[2] * block[3] * block[6] * block[7],
        Operand.Outputs => (double)block[0] * block[1] * block[2] * block[4] * block[5],
        _ => (double)block[0] * block[1] * block[3] * Span(block[4], block[6], Meeting(Stride.Rows, Dilation.Rows)) * Span(block[5], block[7], Meeting(Stride.Columns, Dilation.Columns)),
    };

    /// <summary>The nest of a node, or null when it is neither a convolution of one or two dimensions nor a product.</summary>
    public static LoopNest? Of(Node node, IReadOnlyDictionary<string, TensorType> types) => node.OpType switch
    {
        "Conv" or "ConvInteger" => Convolution(node, types, 1),
        "QLinearConv" => Convolution(node, types, 3),
        _ => ProductShapes.Of(node, types) is { } p ? Product(checked((int)p.Rows), checked((int)p.Columns), checked((int)p.Depth), checked((int)p.Groups)) : null,
    };

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', "NGKCPQRS".Zip(Sizes()).Where(d => d.Second > 1).Select(d => $"{d.First}{d.Second}"));

    /// <summary>How far apart outputs, and taps, lie that look at the same place of the input: d / gcd(u, d) and u / gcd(u, d).</summary>
    internal static (int Outputs, int Taps) Meeting(int stride, int dilation)
    {
        int common = stride, rest = dilation;
        while (rest != 0)
        {
            (common, rest) = (rest, common % rest);
        }

        return (dilation / common, stride / common);
    }

    // The distinct places p u + r d: all pairs, less those that meet the next one at the same place.
    internal static long Span(long outputs, long taps, (int Outputs, int Taps) meeting) => (outputs * taps) - (Math.Max(0, outputs - meeting.Outputs) * Math.Max(0, taps - meeting.Taps));

    private static LoopNest? Convolution(Node node, IReadOnlyDictionary<string, TensorType> types, int weight)
    {
        Shape w = types[node.Inputs[weight]].Shape, y = types[node.Outputs[0]].Shape;
        if (w.Rank is < 3 or > 4)
        {
            return null;
        }

        int groups = (int)node.Attributes.Int("group", 1);
        int[] Pair(string name) => node.Attributes.Ints(name) is { } v ? [(int)v[0], v.Length > 1 ? (int)v[1] : 1] : [1, 1];
        (int[] strides, int[] dilations) = (Pair("strides"), Pair("dilations"));
        return new LoopNest((int)y[0], groups, (int)w[0] / groups, (int)w[1], (int)y[2], w.Rank == 4 ? (int)y[3] : 1, (int)w[2], w.Rank == 4 ? (int)w[3] : 1) { Stride = (strides[0], strides[1]), Dilation = (dilations[0], dilations[1]) };
    }
}
