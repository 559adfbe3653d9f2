using Lathe.Graph;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests.Vectors;

/// <summary>The whole keyword-spotting network (DS-CNN, small): nine convolutions, pooling, a fully connected layer, softmax.</summary>
internal static class KeywordNetwork
{
    public static VectorGraph Of(VectorSet set)
    {
        var input = new IntegerValue("x", DType.Int8, new Shape(1, 49, 10, 1));
        var ops = new List<IIntegerOp>();
        IntegerValue at = input;
        for (int layer = 1; layer <= 9; layer++)
        {
            ops.Add(layer % 2 == 1 ? Convolution(set, layer, at) : Depthwise(set, layer, at));
            at = ops[^1].Output;
        }

        ops.Add(new AveragePoolOp
        {
            Name = "pool", Input = at, Output = new IntegerValue("pooled", DType.Int8, new Shape(1, 1, 1, 64)), KernelHeight = 25, KernelWidth = 5,
            Low = set["AVERAGE_POOL_2D_10_OUT_ACTIVATION_MIN"], High = set["AVERAGE_POOL_2D_10_OUT_ACTIVATION_MAX"],
        });
        ops.Add(new ReshapeOp { Name = "flatten", Input = ops[^1].Output, Output = new IntegerValue("flat", DType.Int8, new Shape(1, 64)) });
        ops.Add(new FullyConnectedOp
        {
            Name = "dense", Input = ops[^1].Output, Output = new IntegerValue("logits", DType.Int8, new Shape(1, 12)),
            Weights = VectorGraph.Weights(set, set.Array("layer_12_fully_connected_weights"), 12, 64),
            Bias = [.. set.Array("layer_12_fully_connected_bias")],
            InputOffset = set["FULLY_CONNECTED_12_INPUT_OFFSET"],
            Requantization = new Requantization
            {
                Factors = [new FixedPointMultiplier(set["FULLY_CONNECTED_12_OUTPUT_MULTIPLIER"], set["FULLY_CONNECTED_12_OUTPUT_SHIFT"])],
                Offset = set["FULLY_CONNECTED_12_OUTPUT_OFFSET"],
            },
        });
        ops.Add(new SoftmaxOp
        {
            Name = "softmax", Input = ops[^1].Output, Output = new IntegerValue("y", DType.Int8, new Shape(1, 12)),
            Factor = new FixedPointMultiplier(set["SOFTMAX_13_MULT"], set["SOFTMAX_13_SHIFT"]), LeastDifference = set["SOFTMAX_13_DIFF_MIN"],
        });
        var graph = new IntegerGraph { Name = set.Name, Inputs = [input], Outputs = [ops[^1].Output], Ops = [.. ops] };
        return new VectorGraph(graph, new Dictionary<string, TensorData> { ["x"] = VectorGraph.Data(set.Array("input"), input) }, set.Array("output_ref"));
    }

    private static ConvolutionOp Convolution(VectorSet set, int layer, IntegerValue input)
    {
        string name = $"conv_2d_{layer}", constants = $"CONV_2D_{layer}_", arrays = $"layer_{layer}_conv_2d_";
        return new ConvolutionOp
        {
            Name = name, Input = input, Output = Image(set, constants, name), Window = Window(set, constants), InputOffset = set[constants + "INPUT_OFFSET"],
            Weights = VectorGraph.Weights(set, set.Array(arrays + "weights"), set[constants + "OUT_CH"], set[constants + "FILTER_H"], set[constants + "FILTER_W"], set[constants + "IN_CH"]),
            Bias = [.. set.Array(arrays + "bias")], Requantization = To(set, constants, arrays),
        };
    }

    private static DepthwiseConvolutionOp Depthwise(VectorSet set, int layer, IntegerValue input)
    {
        string name = $"depthwise_conv_2d_{layer}", constants = $"DEPTHWISE_CONV_2D_{layer}_", arrays = $"layer_{layer}_depthwise_conv_2d_";
        return new DepthwiseConvolutionOp
        {
            Name = name, Input = input, Output = Image(set, constants, name), Window = Window(set, constants), InputOffset = set[constants + "INPUT_OFFSET"],
            Weights = VectorGraph.Weights(set, set.Array(arrays + "weights"), 1, set[constants + "FILTER_H"], set[constants + "FILTER_W"], set[constants + "OUT_CH"]),
            Bias = [.. set.Array(arrays + "bias")], Requantization = To(set, constants, arrays),
        };
    }

    private static IntegerValue Image(VectorSet set, string constants, string name) =>
        new(name, DType.Int8, new Shape(1, set[constants + "OUTPUT_H"], set[constants + "OUTPUT_W"], set[constants + "OUT_CH"]));

    private static SpatialWindow Window(VectorSet set, string constants) =>
        new(set[constants + "STRIDE_H"], set[constants + "STRIDE_W"], set[constants + "PAD_H"], set[constants + "PAD_W"], set[constants + "DILATION_H"], set[constants + "DILATION_W"]);

    private static Requantization To(VectorSet set, string constants, string arrays) => new()
    {
        Factors = VectorGraph.Factors(set.Array(arrays + "output_mult"), set.Array(arrays + "output_shift")),
        Offset = set[constants + "OUTPUT_OFFSET"], Low = set[constants + "OUT_ACTIVATION_MIN"], High = set[constants + "OUT_ACTIVATION_MAX"],
    };
}
