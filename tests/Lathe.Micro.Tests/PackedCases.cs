using System.Collections.Immutable;
using Lathe.Micro.Checking;
using Lathe.Runtime;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Tests;

/// <summary>Layers whose weights are packed; the reference reads the codes themselves.</summary>
internal static class PackedCases
{
    private const int Inputs = 64, Outputs = 64;

    private static readonly Shape s_pixel = new(Outputs, 1, 1, Inputs);

    /// <summary>Two by two places of sixteen channels: as many weights a row as a pixel of 64.</summary>
    public static Shape Window { get; } = new(Outputs, 2, 2, Inputs / 4);

    public static ImmutableSortedDictionary<string, CheckCase> All { get; } = new (string Name, IntegerWeights Weights)[]
    {
        ("packed-blocks", Sparse(0.25).InRows(WeightPacking.Blocks)!),
        ("packed-blocks-empty", Sparse(0).InRows(WeightPacking.Blocks)!),
        ("packed-blocks-full", Sparse(1).InRows(WeightPacking.Blocks)!),
        ("packed-halves", Halves().InRows(WeightPacking.TwoOfFour)!),
        ("packed-book", Book().InRows(WeightPacking.Codebook)!),
        ("packed-blocks-window", Sparse(0.25, Window).InRows(WeightPacking.Blocks)!),
        ("packed-halves-window", Halves(Window).InRows(WeightPacking.TwoOfFour)!),
        ("packed-book-window", Book(Window).InRows(WeightPacking.Codebook)!),
    }.ToImmutableSortedDictionary(c => c.Name, c => OwnCases.Case(Graph(c.Name, [Layer(c.Name, c.Weights)])), StringComparer.Ordinal)
        .Add("packed-strides", OwnCases.Case(Graph("packed-strides", [Layer("strides", Sparse(0.25).InRows(WeightPacking.Blocks)!) with
        {
            Output = new IntegerValue("y", DType.Int8, new Shape(1, 3, 3, Outputs)), Window = SpatialWindow.Unit with { StrideHeight = 2, StrideWidth = 2 },
        }])))
        .Add("packed-far", OwnCases.Case(Graph("packed-far", [new FullyConnectedOp
        {
            Name = "far", Input = new IntegerValue("image", DType.Int8, new Shape(2, 4096)), Output = new IntegerValue("y", DType.Int8, new Shape(2, 3)), InputOffset = -7, Bias = [5, -6, 7],
            Weights = IntegerWeights.Of([.. Enumerable.Range(0, 3 * 4096).Select(i => (sbyte)(i % 4096 > 4000 ? i % 100 : 0))], new Shape(3, 4096)).InRows(WeightPacking.Blocks)!, Requantization = To(),
        }])));

    /// <summary>A layer for each of some weights, side by side.</summary>
    public static IntegerGraph Side(params (string Name, IntegerWeights Weights)[] layers) => Graph("side", [.. layers.Select(l => Layer(l.Name, l.Weights))]);

    /// <summary>The same of fully connected layers, which have one place.</summary>
    public static IntegerGraph Dense(params (string Name, IntegerWeights Weights)[] layers) => Graph("dense", [.. layers.Select(l => new FullyConnectedOp
    {
        Name = l.Name, Input = new IntegerValue("x", DType.Int8, new Shape(1, Inputs)), Output = new IntegerValue(l.Name + "/y", DType.Int8, new Shape(1, Outputs)), InputOffset = 9,
        Weights = l.Weights, Bias = [.. Enumerable.Range(0, Outputs).Select(i => (i * 977L % 4001) - 2000)], Requantization = To(),
    })]);

    /// <summary>Fully connected weights.</summary>
    public static Shape Rows { get; } = new(Outputs, Inputs);

    /// <summary>Rows of which a share of the blocks of four is not zero.</summary>
    public static IntegerWeights Sparse(double density, Shape? shape = null)
    {
        RandomKey key = RandomKey.FromSeed(3);
        return IntegerWeights.Of([.. Enumerable.Range(0, Inputs * Outputs).Select(i => (sbyte)(Math.Floor(((i / 4) + 1) * density) > Math.Floor(i / 4 * density) ? 1 + (int)key.Below((ulong)i, 126) : 0))], shape ?? s_pixel);
    }

    public static IntegerWeights Halves(Shape? shape = null)
    {
        RandomKey key = RandomKey.FromSeed(4);
        return IntegerWeights.Of([.. Enumerable.Range(0, Inputs * Outputs).Select(i => (sbyte)((i + (i / 4)) % 4 < 2 ? (int)key.Below((ulong)i, 255) - 127 : 0))], shape ?? s_pixel);
    }

    public static IntegerWeights Book(Shape? shape = null)
    {
        RandomKey key = RandomKey.FromSeed(5);
        return IntegerWeights.Of([.. Enumerable.Range(0, Inputs * Outputs).Select(i => (sbyte)(((int)key.Below((ulong)i, 16) * 15) - 120 + (i / Inputs % 8)))], shape ?? s_pixel);
    }

    // Windows of two by two are padded at the end, to as many places as there are.
    private static ConvolutionOp Layer(string name, IntegerWeights weights) => new()
    {
        Name = name, Input = new IntegerValue($"image{weights.Shape[3]}", DType.Int8, new Shape(1, 5, 5, weights.Shape[3])), Output = new IntegerValue(name + "/y", DType.Int8, new Shape(1, 5, 5, Outputs)), InputOffset = 9,
        Weights = weights, Bias = [.. Enumerable.Range(0, Outputs).Select(i => (i * 977L % 4001) - 2000)], Requantization = To(),
    };

    private static IntegerGraph Graph(string name, IIntegerOp[] ops) => new() { Name = name, Inputs = [ops[0].Inputs[0]], Outputs = [.. ops.Select(o => o.Output)], Ops = [.. ops] };

    private static Requantization To() => new() { Factors = [FixedPointMultiplier.From(0.0007)], Offset = -3 };
}
