using Google.Protobuf;
using Lathe.Graph;
using Lathe.Onnx.Schema;
using Lathe.Tensors;

namespace Lathe.Onnx.Tests;

/// <summary>Damaged and malicious files end in a LatheException with a sentence, never in another exception or a huge allocation.</summary>
public class HostileInputTests
{
    private static readonly OnnxLimits s_small = new() { TensorBytes = 1 << 20 };

    [Fact]
    public void Parse_TruncatedAnywhere_NeverCrashes()
    {
        byte[] whole = EverythingAtOnce();
        for (int length = 0; length < whole.Length; length++)
        {
            Survives(whole[..length]);
        }
    }

    [Fact]
    public void Parse_BytesFlipped_NeverCrashes()
    {
        byte[] whole = EverythingAtOnce();
        RandomKey key = RandomKey.FromSeed(7);
        for (int trial = 0; trial < 4000; trial++)
        {
            byte[] damaged = [.. whole];
            RandomKey here = key.Fold((ulong)trial);
            for (int flip = 0; flip <= trial % 4; flip++)
            {
                damaged[here.Below((ulong)(2 * flip), damaged.Length)] = (byte)here.Below((ulong)((2 * flip) + 1), 256);
            }

            Survives(damaged);
        }
    }

    [SkippableTheory]
    [InlineData("hey_rhasspy_v0.1.onnx")]
    [InlineData("silero_vad_16k_op15.onnx")]
    public void Parse_RealModelDamaged_NeverCrashes(string name)
    {
        byte[] whole = File.ReadAllBytes(TestData.Require(Path.Combine("onnx", name)));
        RandomKey key = RandomKey.FromSeed(9);
        for (int trial = 0; trial < 60; trial++)
        {
            RandomKey here = key.Fold((ulong)trial);
            Survives(whole[..here.Below(0, whole.Length)]);
            byte[] damaged = [.. whole];
            for (ulong flip = 1; flip < 40; flip += 2)
            {
                damaged[here.Below(flip, damaged.Length)] = (byte)here.Below(flip + 1, 256);
            }

            Survives(damaged);
        }
    }

    [Fact]
    public void Parse_NodesWithoutInputsAndOutputs_AreRefusedByName()
    {
        string[] types = ["Constant", "Relu", "Resize", "Upsample", "Slice", "Split", "BatchNormalization", "Softmax", "If", "Pad", "Clip", "TopK", "Unknown", "Dropout", "ReduceMax", "Squeeze"];
        foreach (string type in types)
        {
            foreach (long opset in new long[] { 7, 10, 11, 17, 22 })
            {
                Survives(new ProtoNet(opset).Node(type, [], []).ToBytes());
                Survives(new ProtoNet(opset).Node(type, [], ["y"]).Output("y").ToBytes());
                Survives(new ProtoNet(opset).Input("x", 1, 2).Node(type, ["x"], []).ToBytes());
                Survives(new ProtoNet(opset).Input("x", 1, 2).Node(type, ["x"], [""]).ToBytes());
                Survives(new ProtoNet(opset).Input("x", 1, 2).Node(type, ["x", "", ""], ["y", ""]).Output("y").ToBytes());
            }
        }

        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(new ProtoNet(17).Input("x", 1, 2).Node("Relu", ["x"], []).ToBytes())).Message.ShouldContain("relu0");
    }

    [Fact]
    public void Parse_HeaderClaimsHugeTensor_IsRefusedBeforeAllocating()
    {
        foreach (long[] dims in new long[][] { [long.MaxValue], [-1], [1L << 31], [1 << 16, 1 << 16, 1 << 16, 1 << 16], [0, int.MaxValue, int.MaxValue], [int.MaxValue, int.MaxValue, 0] })
        {
            byte[] bytes = new ProtoNet(17).Floats("w", dims).Input("x", 1).Node("Add", ["x", "w"], ["y"]).Output("y").ToBytes();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Survives(bytes);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
        }
    }

    [Fact]
    public void Parse_TensorShorterThanItsDimensions_SaysSo()
    {
        byte[] bytes = new ProtoNet(17).Floats("w", [3], 1, 2).Input("x", 3).Node("Add", ["x", "w"], ["y"]).Output("y").ToBytes();

        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(bytes)).Message.ShouldContain("'w'");
    }

    [Fact]
    public void Parse_TooManyNodesOrTooDeep_IsRefused()
    {
        ProtoNet chain = new ProtoNet(17).Input("x", 1);
        for (int i = 0; i < 20; i++)
        {
            chain.Node("Relu", [i == 0 ? "x" : $"y{i - 1}"], [$"y{i}"]);
        }

        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(chain.ToBytes(), new OnnxLimits { Nodes = 19 })).Message.ShouldContain("19");
        var body = new GraphProto { Name = "body" };
        for (int i = 0; i < 40; i++)
        {
            var outer = new GraphProto { Name = "body" };
            var node = new NodeProto { OpType = "If", Name = $"if{i}" };
            node.Input.Add("x");
            node.Attribute.Add(ProtoNet.Body("then_branch", body));
            outer.Node.Add(node);
            body = outer;
        }

        ProtoNet deep = new ProtoNet(17).Input("x", 1).Node("If", ["x"], ["y"], ProtoNet.Body("then_branch", body)).Output("y");
        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(deep.ToBytes()));
    }

    [Theory]
    [InlineData(17)] // FLOAT8E4M3FN
    [InlineData(21)] // UINT4
    [InlineData(22)] // INT4
    [InlineData(8)] // STRING
    [InlineData(14)] // COMPLEX64
    [InlineData(-5)]
    [InlineData(1000)]
    public void Parse_ElementTypeLatheLacks_NamesTheTensor(int type)
    {
        ProtoNet net = new ProtoNet(17).Input("x", 1).Node("Identity", ["odd"], ["y"]).Output("y");
        var tensor = new TensorProto { Name = "odd", DataType = type, RawData = ByteString.CopyFrom(1) };
        tensor.Dims.Add(1);
        net.Graph.Initializer.Add(tensor);

        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(net.ToBytes())).Message.ShouldContain("'odd'");
    }

    private static void Survives(byte[] bytes)
    {
        try
        {
            ModelGraph graph = OnnxModel.Parse(bytes, s_small);
            GraphPrinter.Print(graph).ShouldNotBeEmpty();
            OnnxModel.ToBytes(graph);
        }
        catch (LatheException error)
        {
            error.Message.ShouldNotBeEmpty();
        }
    }

    /// <summary>A small file with every kind of field: attributes of all kinds, bodies, all constants, metadata, external data.</summary>
    private static byte[] EverythingAtOnce()
    {
        ProtoNet net = new ProtoNet(11).Input("x", -1, 3, 4, 4).Input("condition", 9, []).Floats("w", [2, 3, 1, 1], 1, 2, 3, 4, 5, 6).Floats("s", [2], 1, 2).Integers("pads", 0, 0, 0, 0, 0, 0, 1, 1)
            .Node("Conv", ["x", "w"], ["c"], ProtoNet.Ints("pads", 0, 0, 0, 0), ProtoNet.Text("auto_pad", "NOTSET"), ProtoNet.Int("group", 1))
            .Node("BatchNormalization", ["c", "s", "s", "s", "s"], ["n"], ProtoNet.Number("epsilon", 1e-3f))
            .Node("Clip", ["n"], ["l"])
            .Node("Constant", [], ["k"], ProtoNet.FloatList("value_floats", 1, 2))
            .Node("Pad", ["l", "pads"], ["p"], ProtoNet.Text("mode", "edge"))
            .Node("Split", ["l"], ["a", "b"], ProtoNet.Int("axis", 1), ProtoNet.Ints("split", 1, 1))
            .Node("ReduceSum", ["a"], ["r"], ProtoNet.Ints("axes", 2, 3), ProtoNet.Int("keepdims", 0))
            .Node("Softmax", ["r"], ["soft"])
            .Node("Squeeze", ["b"], ["q"], ProtoNet.Ints("axes", 1));
        var branch = new GraphProto { Name = "branch" };
        var inner = new NodeProto { OpType = "Relu", Name = "inner" };
        inner.Input.Add("q");
        inner.Output.Add("branch_out");
        branch.Node.Add(inner);
        branch.Output.Add(ProtoNet.Value("branch_out", 1, -1, 4, 4));
        net.Node("If", ["condition"], ["y"], ProtoNet.Body("then_branch", branch), ProtoNet.Body("else_branch", branch));
        net.Model.MetadataProps.Add(new StringStringEntryProto { Key = "author", Value = "test" });
        byte[] bytes = net.Output("y").Output("soft").ToBytes();
        OnnxModel.Parse(bytes).Nodes.Length.ShouldBeGreaterThan(8);
        return bytes;
    }
}
