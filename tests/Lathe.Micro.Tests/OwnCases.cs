using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Micro.Checking;
using Lathe.Runtime;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Runtime.Patches;
using Lathe.Runtime.Tests.Patches;
using Lathe.Tensors;

namespace Lathe.Micro.Tests;

/// <summary>Operations the published vectors lack, on random codes; the integer reference says what is right.</summary>
internal static class OwnCases
{
    private static readonly IntegerValue s_image = new("image", DType.Int8, new Shape(2, 4, 6, 5)), s_gate = new("gate", DType.Int8, new Shape(2, 1, 1, 5));

    public static ImmutableSortedDictionary<string, CheckCase> All { get; } = new Dictionary<string, IIntegerOp>
    {
        ["mean"] = new MeanOp
        {
            Name = "mean", Input = s_image, Output = Image(2, 3, 5), KernelHeight = 2, KernelWidth = 2, Window = new SpatialWindow(2, 2), InputOffset = 7, Requantization = To(0.31),
        },
        ["mean-words"] = new MeanOp
        {
            Name = "mean", Input = s_image with { Type = DType.Int16 }, Output = Image(1, 1, 5) with { Type = DType.Int16 }, KernelHeight = 4, KernelWidth = 6,
            Requantization = To(0.02) with { Low = short.MinValue, High = short.MaxValue },
        },
        ["repeat"] = new RepeatOp { Name = "repeat", Input = s_image, Output = Image(8, 18, 5) },
        ["multiply-by-channel"] = new MultiplyOp { Name = "multiply", Left = s_image, Right = s_gate, Output = Image(4, 6, 5), LeftOffset = 3, RightOffset = 128, Requantization = To(1 / 200.0) },
        ["add-by-channel"] = new AddOp
        {
            Name = "add", Left = s_image, Right = s_gate, Output = Image(4, 6, 5), LeftOffset = -4, Headroom = 20,
            LeftFactor = FixedPointMultiplier.From(0.5), RightFactor = FixedPointMultiplier.From(0.3), Requantization = To(1.1 / (1 << 20)),
        },
        ["concat-columns"] = new ConcatOp { Name = "concat", Inputs = [s_image, s_image with { Name = "other" }], Output = Image(4, 12, 5), Axis = 2 },
        ["argmax"] = new ArgMaxOp { Name = "argmax", Input = s_image, Output = new IntegerValue("y", DType.Int16, new Shape(2, 4, 6)) },
        ["lookup"] = new LookupOp { Name = "lookup", Input = s_image, Output = Image(4, 6, 5), Table = LookupOp.Tabulate(Math.Tanh, 0.05, 3, 1 / 128.0, 0) },
        ["grouped-once"] = new ConvolutionOp
        {
            Name = "grouped", Input = new IntegerValue("image", DType.Int8, new Shape(1, 5, 5, 4)), Output = new IntegerValue("y", DType.Int8, new Shape(1, 3, 3, 6)), InputOffset = 5,
            Weights = IntegerWeights.Of([.. Enumerable.Range(0, 6 * 3 * 3 * 2).Select(i => (sbyte)((i * 37 % 255) - 127))], new Shape(6, 3, 3, 2)),
            Window = new SpatialWindow(2, 2, 1, 1), Requantization = To(0.004) with { Rounding = RequantizationRounding.Single },
        },
    }.ToImmutableSortedDictionary(o => o.Key, o => Case(o.Key, o.Value), StringComparer.Ordinal)
        .Add("in-patches", Case(PatchedStage.Of(PatchNetworks.Residual(16)).Last().Split(3)))
        .Add("words-in-patches", Case(PatchedStage.Of(PatchNetworks.Residual(18, DType.Int16)).Last().Split(4)));

    private static CheckCase Case(string name, IIntegerOp op) => Case(new IntegerGraph { Name = name, Inputs = [.. op.Inputs], Outputs = [op.Output], Ops = [op] });

    private static CheckCase Case(IntegerGraph graph) => CheckCase.Of(graph, graph.Inputs.ToDictionary(i => i.Name, i => RandomCodes(i, RandomKey.FromSeed(4).Fold(i.Name))));

    internal static TensorData RandomCodes(IntegerValue value, RandomKey key) => value.Type == DType.Int8
        ? TensorData.From<sbyte>([.. Enumerable.Range(0, value.Shape.Count).Select(i => (sbyte)(key.Below((ulong)i, 256) - 128))], value.Shape)
        : TensorData.From<short>([.. Enumerable.Range(0, value.Shape.Count).Select(i => (short)(key.Below((ulong)i, 65536) - 32768))], value.Shape);

    private static IntegerValue Image(int rows, int columns, int channels) => new("y", DType.Int8, new Shape(2, rows, columns, channels));

    private static Requantization To(double factor) => new() { Factors = [FixedPointMultiplier.From(factor)], Offset = -3 };
}
