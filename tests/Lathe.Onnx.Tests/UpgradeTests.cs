using Google.Protobuf;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Onnx.Schema;
using Lathe.Tensors;

namespace Lathe.Onnx.Tests;

/// <summary>Models in the spelling of other operator sets compute what those sets say, also after being written in ours.</summary>
public class UpgradeTests
{
    private static readonly float[] s_six = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void Squeeze_AxesAsAttribute() =>
        Check(new ProtoNet(11).Input("x", 2, 1, 3).Node("Squeeze", ["x"], ["y"], ProtoNet.Ints("axes", 1)), s_six, [2, 3], s_six);

    [Fact]
    public void Unsqueeze_AxesAsAttribute() =>
        Check(new ProtoNet(11).Input("x", 2, 3).Node("Unsqueeze", ["x"], ["y"], ProtoNet.Ints("axes", 0, 3)), s_six, [1, 2, 3, 1], s_six);

    [Fact]
    public void ReduceSum_AxesAsAttribute() =>
        Check(new ProtoNet(11).Input("x", 2, 3).Node("ReduceSum", ["x"], ["y"], ProtoNet.Ints("axes", 1), ProtoNet.Int("keepdims", 0)), s_six, [2], [6, 15]);

    [Fact]
    public void ReduceMax_AxesAsInputOfOpset18() =>
        Check(new ProtoNet(18).Input("x", 2, 3).Integers("axes", 0).Node("ReduceMax", ["x", "axes"], ["y"]), s_six, [1, 3], [4, 5, 6]);

    [Fact]
    public void Clip_LimitsAsAttributes() =>
        Check(new ProtoNet(7).Input("x", 2, 3).Node("Clip", ["x"], ["y"], ProtoNet.Number("min", 2), ProtoNet.Number("max", 5)), s_six, [2, 3], [2, 2, 3, 4, 5, 5]);

    [Fact]
    public void Clip_OneLimitAsAttribute() =>
        Check(new ProtoNet(9).Input("x", 2, 3).Node("Clip", ["x"], ["y"], ProtoNet.Number("max", 3)), s_six, [2, 3], [1, 2, 3, 3, 3, 3]);

    [Fact]
    public void Slice_RangesAsAttributes() =>
        Check(new ProtoNet(9).Input("x", 2, 3).Node("Slice", ["x"], ["y"], ProtoNet.Ints("starts", 1), ProtoNet.Ints("ends", -1), ProtoNet.Ints("axes", 1)), s_six, [2, 1], [2, 5]);

    [Fact]
    public void Slice_RangesAsAttributesWithoutAxes() =>
        Check(new ProtoNet(9).Input("x", 2, 3).Node("Slice", ["x"], ["y"], ProtoNet.Ints("starts", 1, 0), ProtoNet.Ints("ends", 2, 2)), s_six, [1, 2], [4, 5]);

    [Fact]
    public void Pad_SizesAndValueAsAttributes() =>
        Check(new ProtoNet(10).Input("x", 1, 2).Node("Pad", ["x"], ["y"], ProtoNet.Ints("pads", 0, 1, 0, 2), ProtoNet.Number("value", 7)), [1, 2], [1, 5], [7, 1, 2, 7, 7]);

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public void Upsample_Nearest(long opset)
    {
        ProtoNet net = new ProtoNet(opset).Input("x", 1, 1, 1, 2);
        net = opset < 9
            ? net.Node("Upsample", ["x"], ["y"], ProtoNet.FloatList("scales", 1, 1, 2, 2), ProtoNet.Text("mode", "nearest"))
            : net.Floats("scales", [4], 1, 1, 2, 2).Node("Upsample", ["x", "scales"], ["y"], ProtoNet.Text("mode", "nearest"));

        Check(net, [1, 2], [1, 1, 2, 4], [1, 1, 2, 2, 1, 1, 2, 2]);
    }

    [Fact]
    public void Upsample_LinearIsAsymmetric() =>
        Check(new ProtoNet(9).Input("x", 1, 1, 1, 2).Floats("scales", [4], 1, 1, 1, 2).Node("Upsample", ["x", "scales"], ["y"], ProtoNet.Text("mode", "linear")), [1, 3], [1, 1, 1, 4], [1, 2, 3, 3]);

    [Fact]
    public void Resize_OfOpset10HasTwoInputs() =>
        Check(new ProtoNet(10).Input("x", 1, 1, 1, 2).Floats("scales", [4], 1, 1, 1, 3).Node("Resize", ["x", "scales"], ["y"], ProtoNet.Text("mode", "nearest")), [1, 2], [1, 1, 1, 6], [1, 1, 1, 2, 2, 2]);

    [Fact]
    public void Resize_OfOpset18ThatKeepsTheAspectRatio_IsRefusedByName()
    {
        byte[] model = new ProtoNet(18).Input("x", 1, 1, 2, 2).Integers("sizes", 1, 1, 6, 4)
            .Node("Resize", ["x", "", "", "sizes"], ["y"], ProtoNet.Text("keep_aspect_ratio_policy", "not_larger")).Output("y").ToBytes();
        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(model)).Message.ShouldContain("not_larger");
    }

    [Fact]
    public void Dropout_RatioAsAttributeDoesNothingInInference() =>
        Check(new ProtoNet(7).Input("x", 2, 3).Node("Dropout", ["x"], ["y"], ProtoNet.Number("ratio", 0.9f)), s_six, [2, 3], s_six);

    [Fact]
    public void BatchNormalization_FiveOutputsOfOpset9()
    {
        ProtoNet net = new ProtoNet(9).Input("x", 1, 2, 1, 1).Floats("two", [2], 2, 2).Floats("one", [2], 1, 1).Floats("zero", [2], 0, 0)
            .Node("BatchNormalization", ["x", "two", "one", "zero", "one"], ["y", "m", "v", "sm", "sv"], ProtoNet.Number("epsilon", 0));

        Check(net, [3, 4], [1, 2, 1, 1], [7, 9]);
    }

    [Fact]
    public void BatchNormalization_StatisticsForEveryPixel_IsRefused()
    {
        ProtoNet net = new ProtoNet(7).Input("x", 1, 2, 1, 1).Floats("s", [2], 1, 1).Node("BatchNormalization", ["x", "s", "s", "s", "s"], ["y"], ProtoNet.Int("spatial", 0)).Output("y");

        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(net.ToBytes())).Message.ShouldContain("spatial");
    }

    [Fact]
    public void TopK_CountAsAttribute() =>
        Check(new ProtoNet(9).Input("x", 2, 3).Node("TopK", ["x"], ["y", "indices"], ProtoNet.Int("k", 2)), s_six, [2, 2], [3, 2, 6, 5]);

    [Fact]
    public void Split_SizesAsAttribute() =>
        Check(new ProtoNet(11).Input("x", 2, 3).Node("Split", ["x"], ["a", "y"], ProtoNet.Int("axis", 1), ProtoNet.Ints("split", 2, 1)), s_six, [2, 1], [3, 6]);

    [Fact]
    public void Split_NumberOfOutputsOfOpset18() =>
        Check(new ProtoNet(18).Input("x", 4, 1).Node("Split", ["x"], ["a", "y"], ProtoNet.Int("num_outputs", 2)), [1, 2, 3, 4], [2, 1], [3, 4]);

    [Fact]
    public void Split_UnevenPartsOfOpset18() =>
        Check(new ProtoNet(18).Input("x", 5, 1).Node("Split", ["x"], ["a", "y"], ProtoNet.Int("num_outputs", 2)), [1, 2, 3, 4, 5], [2, 1], [4, 5]);

    [Fact]
    public void Pad_AxesOfOpset18()
    {
        ProtoNet net = new ProtoNet(18).Input("x", 1, 2).Integers("pads", 1, 2).Integers("axes", -1).Floats("v", [], 9).Node("Pad", ["x", "pads", "v", "axes"], ["y"]);

        Check(net, [1, 2], [1, 5], [9, 1, 2, 9, 9]);
        Node written = OnnxModel.Parse(OnnxModel.ToBytes(OnnxModel.Parse(net.ToBytes()))).Nodes.ShouldHaveSingleItem();
        written.Inputs.Length.ShouldBe(3);
    }

    [Fact]
    public void Softmax_BeforeOpset13_RunsOverAllDimensionsFromItsAxis()
    {
        (int[] shape, float[] y) = Run(new ProtoNet(11).Input("x", 1, 2, 2).Node("Softmax", ["x"], ["y"]), [1, 1, 1, 1]);

        shape.ShouldBe([1, 2, 2]);
        y.ShouldBe([0.25f, 0.25f, 0.25f, 0.25f]);
    }

    [Fact]
    public void Softmax_BeforeOpset13OverTheLastDimension_IsOneNode()
    {
        ModelGraph graph = OnnxModel.Parse(new ProtoNet(11).Input("x", -1, 4).Node("Softmax", ["x"], ["y"]).Output("y").ToBytes());

        graph.Nodes.Select(n => n.OpType).ShouldBe(["Softmax"]);
        graph.Nodes[0].Attributes.Select(a => a.Key).ShouldBe(["axis"]);
    }

    [Fact]
    public void Softmax_OfOpset13_RunsOverTheLastDimension() =>
        Check(new ProtoNet(13).Input("x", 1, 2, 2).Node("Softmax", ["x"], ["y"]), [1, 1, 1, 1], [1, 2, 2], [0.5f, 0.5f, 0.5f, 0.5f]);

    [Fact]
    public void Initializer_ThatIsAlsoAnInput_IsAParameterOnly()
    {
        ModelGraph graph = OnnxModel.Parse(new ProtoNet(8).Input("x", 2, 3).Input("w", 3).Floats("w", [3], 1, 2, 3).Node("Add", ["x", "w"], ["y"]).Output("y").ToBytes());

        graph.Inputs.Select(i => i.Name).ShouldBe(["x"]);
        graph.Parameters["w"].ToFloats().ShouldBe([1f, 2f, 3f]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(23)]
    public void Parse_OtherOperatorSet_NamesIt(long opset) =>
        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(new ProtoNet(opset).Input("x", 1).Node("Relu", ["x"], ["y"]).Output("y").ToBytes())).Message.ShouldContain(opset.ToString());

    [Fact]
    public void Parse_EarlyOperatorSet_IsReadWhereNothingChanged()
    {
        ProtoNet Net(params string[] operators) => operators.Aggregate(new ProtoNet(6).Input("x0", 1), (net, o) => net.Node(o, [$"x{net.Graph.Node.Count}"], [$"x{net.Graph.Node.Count + 1}"]));

        OnnxModel.Parse(Net("Relu", "Elu").Output("x2").ToBytes()).Nodes.Length.ShouldBe(2);
        string message = Should.Throw<InvalidInputException>(() => OnnxModel.Parse(Net("Relu", "Upsample", "Dropout").Output("x3").ToBytes())).Message;
        message.ShouldContain("operator set 6");
        message.ShouldContain("Dropout, Upsample");
        message.ShouldNotContain("Relu");
    }

    [Theory]
    [InlineData(17, 1)]
    [InlineData(20, -2)]
    public void Parse_TransformWithoutAxis_HasThatOfItsOperatorSet(long opset, long axis) =>
        OnnxModel.Parse(new ProtoNet(opset).Input("x", 1, 8, 8, 1).Node("DFT", ["x"], ["y"]).Output("y").ToBytes()).Nodes[0].Attributes.Int("axis", 1).ShouldBe(axis);

    [Fact]
    public void Parse_TransformAlongGivenAxis_KeepsIt() =>
        OnnxModel.Parse(new ProtoNet(20).Input("x", 1, 8, 8, 1).Integers("axis", 2).Node("DFT", ["x", "", "axis"], ["y"]).Output("y").ToBytes()).Nodes[0].Attributes.Int("axis", 1).ShouldBe(2);

    [Theory]
    [InlineData(10, "output_half_pixel")]
    [InlineData(16, "half_pixel")]
    public void Parse_RegionsOfOldSets_HaveNoHalfPixel(long opset, string expected) =>
        OnnxModel.Parse(new ProtoNet(opset).Input("x", 1, 1, 4, 4).Input("rois", 1, 4).Input("images", 7, [1]).Node("RoiAlign", ["x", "rois", "images"], ["y"]).Output("y").ToBytes())
            .Nodes[0].Attributes.Text("coordinate_transformation_mode", "half_pixel").ShouldBe(expected);

    [Fact]
    public void Parse_SamplingOfSet20_HasTheNamesOf16() =>
        OnnxModel.Parse(new ProtoNet(20).Input("x", 1, 1, 4, 4).Input("grid", 1, 2, 2, 2).Node("GridSample", ["x", "grid"], ["y"], ProtoNet.Text("mode", "linear")).Output("y").ToBytes())
            .Nodes[0].Attributes.Text("mode", "").ShouldBe("bilinear");

    [Fact]
    public void Parse_HardmaxOfOldSets_FlattensFirst() =>
        OnnxModel.Parse(new ProtoNet(11).Input("x", 2, 3, 4).Node("Hardmax", ["x"], ["y"]).Output("y").ToBytes()).Nodes.Select(n => n.OpType).ShouldBe(["Flatten", "Shape", "Hardmax", "Reshape"], ignoreOrder: true);

    [Fact]
    public void Parse_OperatorNobodyKnows_IsKeptAndNamed()
    {
        ProtoNet net = new ProtoNet(17).Input("x", 2).Node("Frobnicate", ["x"], ["y"], ProtoNet.Int("k", 3)).Output("y");
        net.Graph.Node[0].Domain = "com.example";

        ModelGraph graph = OnnxModel.Parse(OnnxModel.ToBytes(OnnxModel.Parse(net.ToBytes())));

        Graph.Ops.OpRegistry.Unsupported(graph).Select(n => n.Describe()).ShouldBe(["com.example.Frobnicate 'frobnicate0'"]);
        graph.Nodes[0].Attributes.Int("k", 0).ShouldBe(3);
    }

    [Fact]
    public void Parse_SparseInitializer_IsRefused()
    {
        ProtoNet net = new ProtoNet(17).Input("x", 1).Node("Relu", ["x"], ["y"]).Output("y");
        net.Graph.SparseInitializer.Add(new SparseTensorProto());

        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(net.ToBytes())).Message.ShouldContain("sparse");
    }

    [Theory]
    [InlineData(DType.Float32, 1)]
    [InlineData(DType.UInt8, 2)]
    [InlineData(DType.Int8, 3)]
    [InlineData(DType.UInt16, 4)]
    [InlineData(DType.Int16, 5)]
    [InlineData(DType.Int32, 6)]
    [InlineData(DType.Int64, 7)]
    [InlineData(DType.Bool, 9)]
    [InlineData(DType.Float16, 10)]
    [InlineData(DType.Float64, 11)]
    [InlineData(DType.BFloat16, 16)]
    public void Initializer_OfEveryTypeInRawAndTypedFields_ReadsTheSame(DType type, int code)
    {
        byte[] raw = type == DType.Bool ? [1, 0] : [.. Enumerable.Range(1, 2 * type.Size()).Select(i => (byte)i)];
        var first = new TensorProto { Name = "raw", DataType = code, RawData = ByteString.CopyFrom(raw) };
        var second = new TensorProto { Name = "typed", DataType = code };
        FillTyped(second, type, raw);
        ProtoNet net = new ProtoNet(17).Input("x", 1).Node("Relu", ["x"], ["y"]).Output("y");
        foreach (TensorProto tensor in new[] { first, second })
        {
            tensor.Dims.Add(2);
            net.Graph.Initializer.Add(tensor);
        }

        ModelGraph graph = OnnxModel.Parse(net.ToBytes());

        graph.Parameters["raw"].Bytes.ToArray().ShouldBe(raw);
        graph.Parameters["typed"].Bytes.ToArray().ShouldBe(raw);
        OnnxModel.Parse(OnnxModel.ToBytes(graph)).Parameters["typed"].Type.ShouldBe(type);
    }

    private static void FillTyped(TensorProto tensor, DType type, byte[] raw)
    {
        for (int i = 0; i < 2; i++)
        {
            ReadOnlySpan<byte> element = raw.AsSpan(i * type.Size(), type.Size());
            switch (type)
            {
                case DType.Float32: tensor.FloatData.Add(BitConverter.ToSingle(element)); break;
                case DType.Float64: tensor.DoubleData.Add(BitConverter.ToDouble(element)); break;
                case DType.Int64: tensor.Int64Data.Add(BitConverter.ToInt64(element)); break;
                case DType.Int32: tensor.Int32Data.Add(BitConverter.ToInt32(element)); break;
                case DType.Int16: tensor.Int32Data.Add(BitConverter.ToInt16(element)); break;
                case DType.Int8: tensor.Int32Data.Add((sbyte)element[0]); break;
                case DType.UInt8 or DType.Bool: tensor.Int32Data.Add(element[0]); break;
                default: tensor.Int32Data.Add(BitConverter.ToUInt16(element)); break;
            }
        }
    }

    private static void Check(ProtoNet net, float[] x, int[] shape, float[] y)
    {
        (int[] actualShape, float[] values) = Run(net, x);
        actualShape.ShouldBe(shape);
        values.ShouldBe(y);
    }

    /// <summary>Runs the model as read, and as written and read again; both must agree.</summary>
    private static (int[] Shape, float[] Values) Run(ProtoNet net, float[] x)
    {
        ModelGraph graph = OnnxModel.Parse(net.Output("y").ToBytes());
        (int[] Shape, float[] Values) first = Run(graph, x), second = Run(OnnxModel.Parse(OnnxModel.ToBytes(graph)), x);
        second.Shape.ShouldBe(first.Shape);
        second.Values.ShouldBe(first.Values);
        return first;
    }

    private static (int[] Shape, float[] Values) Run(ModelGraph graph, float[] x)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        Tensor y = executor.Run(Tensor.From<float>(x, graph.Inputs[0].Bind(1)));
        return (y.Shape.Dimensions.ToArray(), y.ToArray<float>());
    }
}
