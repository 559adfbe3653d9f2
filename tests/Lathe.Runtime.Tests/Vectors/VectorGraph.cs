using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests.Vectors;

/// <summary>Builds the integer graph of a set of vectors, with its input and the output it must have.</summary>
internal sealed record VectorGraph(IntegerGraph Graph, Dictionary<string, TensorData> Inputs, long[] Expected)
{
    public static VectorGraph Of(VectorSet set) => set.Name switch
    {
        "ds_cnn_s" => KeywordNetwork.Of(set),
        _ when set.Name.StartsWith("add", StringComparison.Ordinal) => Pair(set, Add),
        _ when set.Name.StartsWith("mul", StringComparison.Ordinal) => Pair(set, Multiply),
        _ when set.Name.StartsWith("avgpool", StringComparison.Ordinal) => Pool(set, average: true),
        _ when set.Name.StartsWith("maxpool", StringComparison.Ordinal) => Pool(set, average: false),
        _ when set.Name.StartsWith("softmax", StringComparison.Ordinal) => Softmax(set),
        _ when set.Name.StartsWith("lstm", StringComparison.Ordinal) => LstmVectors.Of(set),
        _ when set.Name.StartsWith("pad", StringComparison.Ordinal) => Pad(set),
        _ when set.Name.StartsWith("fully_connected", StringComparison.Ordinal) || set.Name == "fc_per_ch" => FullyConnected(set),
        _ when PublishedConstants.Transpositions.ContainsKey(set.Name) => Transpose(set),
        _ => One(Convolution(set), set, set.Array("input", "input_tensor"), set.Array("output_ref", "output")),
    };

    internal static VectorGraph One(IIntegerOp op, VectorSet set, long[] input, long[] expected)
    {
        var graph = new IntegerGraph { Name = set.Name, Inputs = op.Inputs, Outputs = [op.Output], Ops = [op] };
        return new VectorGraph(graph, new Dictionary<string, TensorData> { [op.Inputs[0].Name] = Data(input, op.Inputs[0]) }, expected);
    }

    internal static TensorData Data(long[] codes, IntegerValue value) => value.Type == DType.Int8
        ? TensorData.From<sbyte>(Array.ConvertAll(codes, c => (sbyte)c), value.Shape)
        : TensorData.From<short>(Array.ConvertAll(codes, c => (short)c), value.Shape);

    internal static IntegerWeights Weights(VectorSet set, long[] stored, params ReadOnlySpan<int> shape)
    {
        bool four = set.Name.Contains("int4", StringComparison.Ordinal);
        return IntegerWeights.FromPacked(Array.ConvertAll(stored, c => (byte)c), new Shape(shape), four ? 4 : 8);
    }

    internal static ImmutableArray<FixedPointMultiplier> Factors(long[] multipliers, long[] shifts) => [.. multipliers.Zip(shifts, (m, s) => new FixedPointMultiplier((int)m, (int)s))];

    private static bool IsWide(VectorSet set) => set.Name.Contains("16", StringComparison.Ordinal) || set.Name == "requantize_s64";

    private static DType TypeOf(VectorSet set) => IsWide(set) ? DType.Int16 : DType.Int8;

    private static Requantization To(VectorSet set, ImmutableArray<FixedPointMultiplier> factors, bool wide) => new()
    {
        Factors = factors,
        Offset = set["OUTPUT_OFFSET"],
        Low = set["OUT_ACTIVATION_MIN"],
        High = set["OUT_ACTIVATION_MAX"],
        Rounding = wide ? RequantizationRounding.Wide : RequantizationRounding.Double,
    };

    private static IIntegerOp Convolution(VectorSet set)
    {
        int channels = set["IN_CH"], outputs = set["OUT_CH"], height = set["FILTER_Y"], width = set["FILTER_X"], batches = set["INPUT_BATCHES"];
        var input = new IntegerValue("x", TypeOf(set), new Shape(batches, set["INPUT_H"], set["INPUT_W"], channels));
        var output = new IntegerValue("y", TypeOf(set), new Shape(batches, set["OUTPUT_H"], set["OUTPUT_W"], outputs));
        var window = new SpatialWindow(set["STRIDE_Y"], set["STRIDE_X"], set["PAD_Y"], set["PAD_X"], set["DILATION_Y"], set["DILATION_X"]);
        ImmutableArray<long> bias = [.. set.Array("biases", "bias")];
        Requantization to = To(set, Factors(set.Array("output_mult", "output_multiplier"), set.Array("output_shift")), IsWide(set));
        long[] weights = set.Array("weights", "input_weights");
        if (set.Name.StartsWith("transpose_conv", StringComparison.Ordinal))
        {
            return new TransposedConvolutionOp
            {
                Name = set.Name, Input = input, Output = output, Window = window, Bias = bias, Requantization = to, InputOffset = set["INPUT_OFFSET"],
                Weights = Weights(set, weights, outputs, height, width, channels),
            };
        }

        if (set.Has("CH_MULT"))
        {
            return new DepthwiseConvolutionOp
            {
                Name = set.Name, Input = input, Output = output, Window = window, Bias = bias, Requantization = to, InputOffset = set["INPUT_OFFSET"],
                Weights = Weights(set, weights, 1, height, width, outputs),
            };
        }

        return new ConvolutionOp
        {
            Name = set.Name, Input = input, Output = output, Window = window, Bias = bias, Requantization = to, InputOffset = set["INPUT_OFFSET"],
            Weights = Weights(set, weights, outputs, height, width, set.Has("FILTER_CH") ? set["FILTER_CH"] : channels),
        };
    }

    private static VectorGraph FullyConnected(VectorSet set)
    {
        int outputs = set["OUT_CH"], depth = set["ACCUMULATION_DEPTH"], batches = set["INPUT_BATCHES"];
        ImmutableArray<FixedPointMultiplier> factors = set.Has("OUTPUT_MULTIPLIER")
            ? [new FixedPointMultiplier(set["OUTPUT_MULTIPLIER"], set["OUTPUT_SHIFT"])]
            : Factors(set.Array("output_multiplier"), set.Array("output_shift"));
        var op = new FullyConnectedOp
        {
            Name = set.Name,
            Input = new IntegerValue("x", TypeOf(set), new Shape(batches, depth)),
            Output = new IntegerValue("y", TypeOf(set), new Shape(batches, outputs)),
            Weights = Weights(set, set.Array("weights", "input_weights"), outputs, depth),
            Bias = [.. set.Array("biases", "bias", "input_bias")],
            Requantization = To(set, factors, IsWide(set)),
            InputOffset = set["INPUT_OFFSET"],
            WeightOffset = set.Has("FILTER_OFFSET") ? set["FILTER_OFFSET"] : 0,
        };
        return One(op, set, set.Array("input"), set.Array("output_ref", "output"));
    }

    private static VectorGraph Pool(VectorSet set, bool average)
    {
        int batches = set["BATCH_SIZE"], channels = set["INPUT_C"];
        var input = new IntegerValue("x", TypeOf(set), new Shape(batches, set["INPUT_H"], set["INPUT_W"], channels));
        var output = new IntegerValue("y", TypeOf(set), new Shape(batches, set["OUTPUT_H"], set["OUTPUT_W"], channels));
        var window = new SpatialWindow(set["STRIDE_H"], set["STRIDE_W"], set["PADDING_H"], set["PADDING_W"]) { DilationHeight = 1, DilationWidth = 1 };
        int low = set["ACTIVATION_MIN"], high = set["ACTIVATION_MAX"], height = set["FILTER_H"], width = set["FILTER_W"];
        IIntegerOp op = average
            ? new AveragePoolOp { Name = set.Name, Input = input, Output = output, KernelHeight = height, KernelWidth = width, Window = window, Low = low, High = high }
            : new MaxPoolOp { Name = set.Name, Input = input, Output = output, KernelHeight = height, KernelWidth = width, Window = window, Low = low, High = high };
        return One(op, set, set.Array("input_tensor"), set.Array("output"));
    }

    private static VectorGraph Softmax(VectorSet set)
    {
        bool wide = set.Name == "softmax_s16";
        var shape = new Shape(set["NUM_ROWS"], set["ROW_SIZE"]);
        var input = new IntegerValue("x", wide ? DType.Int16 : DType.Int8, shape);
        var output = new IntegerValue("y", set.Name == "softmax" ? DType.Int8 : DType.Int16, shape);
        var factor = new FixedPointMultiplier(set["INPUT_MULT"], set["INPUT_LEFT_SHIFT"]);
        IIntegerOp op = wide
            ? new Softmax16Op { Name = set.Name, Input = input, Output = output, Factor = factor }
            : new SoftmaxOp { Name = set.Name, Input = input, Output = output, Factor = factor, LeastDifference = set["DIFF_MIN"] };
        return One(op, set, set.Array("input"), set.Array("output_ref"));
    }

    private static VectorGraph Pad(VectorSet set)
    {
        string[] axes = ["N", "H", "W", "C"];
        int[] from = Array.ConvertAll(axes, a => set["INPUT_" + a]), before = Array.ConvertAll(axes, a => set["PRE_PAD_" + a]);
        int[] to = [.. Enumerable.Range(0, 4).Select(i => before[i] + from[i] + set["POST_PAD_" + axes[i]])];
        var op = new PadOp
        {
            Name = set.Name, Input = new IntegerValue("x", DType.Int8, new Shape(from)), Output = new IntegerValue("y", DType.Int8, new Shape(to)),
            Before = [.. before], Code = set["PAD_VALUE"],
        };
        return One(op, set, set.Array("input_tensor"), set.Array("output"));
    }

    private static VectorGraph Transpose(VectorSet set)
    {
        (int[] shape, int[] permutation) = PublishedConstants.Transpositions[set.Name];
        var op = new TransposeOp
        {
            Name = set.Name, Input = new IntegerValue("x", DType.Int8, new Shape(shape)),
            Output = new IntegerValue("y", DType.Int8, new Shape(Array.ConvertAll(permutation, p => shape[p]))), Permutation = [.. permutation],
        };
        return One(op, set, set.Array("input_tensor"), set.Array("output"));
    }

    private static VectorGraph Pair(VectorSet set, Func<VectorSet, IntegerValue, IntegerValue, IntegerValue, Requantization, IIntegerOp> make)
    {
        var shape = new Shape(set["DST_SIZE"]);
        IntegerValue left = new("a", TypeOf(set), shape), right = new("b", TypeOf(set), shape), output = new("y", TypeOf(set), shape);
        Requantization to = To(set, [new FixedPointMultiplier(set["OUTPUT_MULT"], set["OUTPUT_SHIFT"])], wide: false);
        VectorGraph one = One(make(set, left, right, output, to), set, set.Array("input1"), set.Array("output_ref"));
        one.Inputs["b"] = Data(set.Array("input2"), right);
        return one;
    }

    private static AddOp Add(VectorSet set, IntegerValue left, IntegerValue right, IntegerValue output, Requantization to) => new()
    {
        Name = set.Name, Left = left, Right = right, Output = output, Requantization = to, Headroom = set["LEFT_SHIFT"],
        LeftOffset = set["INPUT1_OFFSET"], RightOffset = set["INPUT2_OFFSET"],
        LeftFactor = new FixedPointMultiplier(set["INPUT1_MULT"], set["INPUT1_SHIFT"]), RightFactor = new FixedPointMultiplier(set["INPUT2_MULT"], set["INPUT2_SHIFT"]),
    };

    private static MultiplyOp Multiply(VectorSet set, IntegerValue left, IntegerValue right, IntegerValue output, Requantization to) => new()
    {
        Name = set.Name, Left = left, Right = right, Output = output, Requantization = to, LeftOffset = set["INPUT1_OFFSET"], RightOffset = set["INPUT2_OFFSET"],
    };
}
