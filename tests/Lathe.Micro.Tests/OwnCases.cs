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
        ["subtract"] = new SubtractOp
        {
            Name = "subtract", Left = s_image, Right = s_image with { Name = "other" }, Output = Image(4, 6, 5), LeftOffset = -4, RightOffset = 9, Headroom = 20,
            LeftFactor = FixedPointMultiplier.From(0.5), RightFactor = FixedPointMultiplier.From(0.3), Requantization = To(1.1 / (1 << 20)),
        },
        ["matmul"] = new MatrixProductOp
        {
            Name = "product", Left = new IntegerValue("left", DType.Int8, new Shape(3, 4, 7)), Right = new IntegerValue("right", DType.Int8, new Shape(3, 7, 5)),
            Output = new IntegerValue("y", DType.Int8, new Shape(3, 4, 5)), LeftOffset = 11, RightOffset = -5, Requantization = To(0.002),
        },
        ["matmul-words"] = new MatrixProductOp
        {
            Name = "product", Left = new IntegerValue("left", DType.Int16, new Shape(1, 2, 9)), Right = new IntegerValue("right", DType.Int16, new Shape(1, 9, 3)),
            Output = new IntegerValue("y", DType.Int16, new Shape(1, 2, 3)), Requantization = To(0.00001) with { Offset = 0, Low = short.MinValue, High = short.MaxValue, Rounding = RequantizationRounding.Wide },
        },
        ["gru"] = Gru(DType.Int8, 1 / 128.0),
        ["gru-words"] = Gru(DType.Int16, 1 / 32768.0),
        ["concat-columns"] = new ConcatOp { Name = "concat", Inputs = [s_image, s_image with { Name = "other" }], Output = Image(4, 12, 5), Axis = 2 },
        ["argmax"] = new ArgMaxOp { Name = "argmax", Input = s_image, Output = new IntegerValue("y", DType.Int16, new Shape(2, 4, 6)) },
        ["lookup"] = new LookupOp { Name = "lookup", Input = s_image, Output = Image(4, 6, 5), Table = LookupOp.Tabulate(Math.Tanh, 0.05, 3, 1 / 128.0, 0) },
        ["grouped-once"] = new ConvolutionOp
        {
            Name = "grouped", Input = new IntegerValue("image", DType.Int8, new Shape(1, 5, 5, 4)), Output = new IntegerValue("y", DType.Int8, new Shape(1, 3, 3, 6)), InputOffset = 5,
            Weights = IntegerWeights.Of([.. Enumerable.Range(0, 6 * 3 * 3 * 2).Select(i => (sbyte)((i * 37 % 255) - 127))], new Shape(6, 3, 3, 2)),
            Window = new SpatialWindow(2, 2, 1, 1), Requantization = To(0.004) with { Rounding = RequantizationRounding.Single },
        },
        // Odd numbers of places, channels and taps; a channel whose factor is zero.
        ["conv-odd"] = new ConvolutionOp
        {
            Name = "conv", Input = s_image, Output = Image(5, 3, 7), InputOffset = -9, Weights = Codes(7, 3, 2, 5), Bias = Biases(7),
            Window = new SpatialWindow(1, 2, 1, 0), Requantization = To([.. Enumerable.Range(0, 7).Select(i => i == 4 ? 0 : 0.0007 * (i + 1))]),
        },
        ["conv-one-channel"] = new ConvolutionOp
        {
            Name = "conv", Input = new IntegerValue("image", DType.Int8, new Shape(1, 9, 10, 1)), Output = new IntegerValue("y", DType.Int8, new Shape(1, 5, 5, 6)), InputOffset = 128,
            Weights = Codes(6, 5, 4, 1), Window = new SpatialWindow(2, 2, 2, 1), Requantization = To(0.002),
        },
        ["conv-dilated-rows"] = new ConvolutionOp
        {
            Name = "conv", Input = s_image, Output = Image(4, 6, 4), InputOffset = 3, Weights = Codes(4, 3, 3, 5), Bias = Biases(4), Window = new SpatialWindow(1, 1, 2, 1, 2, 1), Requantization = To(0.001),
        },
        ["conv-dilated-columns"] = new ConvolutionOp
        {
            Name = "conv", Input = s_image, Output = Image(4, 6, 4), InputOffset = 3, Weights = Codes(4, 1, 3, 5), Window = new SpatialWindow(1, 1, 0, 2, 1, 2), Requantization = To(0.003),
        },
        ["conv-large-factor"] = new ConvolutionOp
        {
            Name = "conv", Input = s_image, Output = Image(4, 6, 3), Weights = Codes(3, 1, 1, 5), Requantization = To(0.8),
        },
        ["pixels-strided"] = new ConvolutionOp
        {
            Name = "conv", Input = new IntegerValue("image", DType.Int8, new Shape(2, 5, 3, 21)), Output = Image(3, 2, 6), InputOffset = 77, Weights = Codes(6, 1, 1, 21), Bias = Biases(6),
            Window = new SpatialWindow(2, 2), Requantization = To([.. Enumerable.Range(0, 6).Select(i => 0.0004 * (i + 1))]),
        },
        ["depthwise-many"] = new DepthwiseConvolutionOp
        {
            Name = "depthwise", Input = new IntegerValue("image", DType.Int8, new Shape(2, 6, 5, 13)), Output = Image(6, 3, 13), InputOffset = -30, Weights = Codes(1, 3, 3, 13), Bias = Biases(13),
            Window = new SpatialWindow(1, 2, 2, 1, 2, 1), Requantization = To([.. Enumerable.Range(0, 13).Select(i => 0.0008 * (i + 1))]),
        },
        ["depthwise-far"] = new DepthwiseConvolutionOp
        {
            Name = "depthwise", Input = new IntegerValue("image", DType.Int8, new Shape(2, 2, 2, 8)), Output = Image(5, 5, 8), InputOffset = 12, Weights = Codes(1, 3, 3, 8), Window = new SpatialWindow(2, 2, 4, 4), Requantization = To(0.01),
        },
    }.ToImmutableSortedDictionary(o => o.Key, o => Case(o.Key, o.Value), StringComparer.Ordinal)
        .Add("in-patches", Case(PatchedStage.Of(PatchNetworks.Residual(16)).Last().Split(3)))
        .Add("words-in-patches", Case(PatchedStage.Of(PatchNetworks.Residual(18, DType.Int16)).Last().Split(4)));

    private static CheckCase Case(string name, IIntegerOp op) => Case(new IntegerGraph { Name = name, Inputs = [.. op.Inputs], Outputs = [op.Output], Ops = [op] });

    internal static CheckCase Case(IntegerGraph graph) => CheckCase.Of(graph, graph.Inputs.ToDictionary(i => i.Name, i => RandomCodes(i, RandomKey.FromSeed(4).Fold(i.Name))));

    internal static TensorData RandomCodes(IntegerValue value, RandomKey key) => value.Type == DType.Float32
        ? TensorData.From<float>([.. Enumerable.Range(0, value.Shape.Count).Select(i => 2 * key.Normal((ulong)i))], value.Shape)
        : value.Type == DType.Int8
        ? TensorData.From<sbyte>([.. Enumerable.Range(0, value.Shape.Count).Select(i => (sbyte)(key.Below((ulong)i, 256) - 128))], value.Shape)
        : TensorData.From<short>([.. Enumerable.Range(0, value.Shape.Count).Select(i => (short)(key.Below((ulong)i, 65536) - 32768))], value.Shape);

    private static GruOp Gru(DType type, double scale)
    {
        double input = 16 * scale;
        LstmGate Gate(int seed) => new()
        {
            InputWeights = Codes(6, 5), HiddenWeights = Codes(6, 6), Bias = Biases(6), InputFactor = FixedPointMultiplier.From(4096 * input / 400), HiddenFactor = FixedPointMultiplier.From(4096 * scale / (50 * seed)),
        };
        return new GruOp
        {
            Name = "gru", Input = new IntegerValue("x", type, new Shape(4, 2, 5)), Output = new IntegerValue("y", type, new Shape(4, 2, 6)), InputOffset = type == DType.Int8 ? 3 : 0, OutputZero = type == DType.Int8 ? -2 : 0,
            UpdateGate = Gate(1), ResetGate = Gate(2), CandidateGate = Gate(3), CandidateBias = Biases(6), OutputFactor = FixedPointMultiplier.From(1 / 32768.0 / scale),
        };
    }

    private static IntegerValue Image(int rows, int columns, int channels) => new("y", DType.Int8, new Shape(2, rows, columns, channels));

    private static IntegerWeights Codes(params int[] shape) =>
        IntegerWeights.Of([.. Enumerable.Range(0, new Shape(shape).Count).Select(i => (sbyte)((i * 83 % 255) - 127))], new Shape(shape));

    private static ImmutableArray<long> Biases(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 977L % 4001) - 2000)];

    private static Requantization To(params double[] factors) => new() { Factors = [.. factors.Select(FixedPointMultiplier.From)], Offset = 4, Low = -120, High = 119 };

    private static Requantization To(double factor) => new() { Factors = [FixedPointMultiplier.From(factor)], Offset = -3 };
}
