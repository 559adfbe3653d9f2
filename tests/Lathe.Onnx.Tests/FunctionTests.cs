using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Onnx.Schema;
using Lathe.Tensors;

namespace Lathe.Onnx.Tests;

/// <summary>Functions that a model brings along are inlined.</summary>
public class FunctionTests
{
    [Fact]
    public void Parse_CallOfAFunction_ComputesItsBody()
    {
        ProtoNet net = Net(Function("Twice", ["a"], ["b"], Node("Add", ["a", "a"], ["b"])))
            .Node("Twice", ["x"], ["m"]).Node("Twice", ["m"], ["y"]).Output("y");

        Run(net).ShouldBe([4f, -8f]);
        OnnxModel.Parse(net.ToBytes()).Nodes.Select(n => n.OpType).ShouldBe(["Add", "Add"]);
    }

    [Fact]
    public void Parse_FunctionsInsideFunctions_GetNamesOfTheirOwn()
    {
        ProtoNet net = Net(
            Function("Twice", ["a"], ["b"], Node("Identity", ["a"], ["same"]), Node("Add", ["same", "a"], ["b"])),
            Function("FourTimes", ["a"], ["b"], Call("Twice", ["a"], ["same"]), Call("Twice", ["same"], ["b"])))
            .Node("FourTimes", ["x"], ["same"]).Node("FourTimes", ["same"], ["y"]).Output("y");

        Run(net).ShouldBe([16f, -32f]);
    }

    [Fact]
    public void Parse_AttributesOfACall_ReachTheBodyOrTakeTheDefault()
    {
        NodeProto slope = Node("LeakyRelu", ["a"], ["b"]);
        slope.Attribute.Add(new AttributeProto { Name = "alpha", RefAttrName = "slope", Type = AttributeProto.Types.AttributeType.Float });
        FunctionProto function = Function("Leaky", ["a"], ["b"], slope);
        function.AttributeProto.Add(ProtoNet.Number("slope", 0.5f));
        ProtoNet net = Net(function).Node("Leaky", ["x"], ["p"]).Node("Leaky", ["x"], ["q"], ProtoNet.Number("slope", 0.25f)).Node("Sum", ["p", "q"], ["y"]).Output("y");

        Run(net).ShouldBe([2f, -1.5f]);
    }

    [Fact]
    public void Parse_OptionalAttributeNobodyGives_IsLeftOut()
    {
        NodeProto slope = Node("LeakyRelu", ["a"], ["b"]);
        slope.Attribute.Add(new AttributeProto { Name = "alpha", RefAttrName = "slope", Type = AttributeProto.Types.AttributeType.Float });

        OnnxModel.Parse(Net(Function("Leaky", ["a"], ["b"], slope)).Node("Leaky", ["x"], ["y"]).Output("y").ToBytes()).Nodes[0].Attributes.Count.ShouldBe(0);
    }

    [Fact]
    public void Parse_SubgraphInsideAFunction_SeesTheFunctionsValues()
    {
        var branch = new GraphProto { Name = "branch" };
        branch.Node.Add(Node("Add", ["a", "a"], ["doubled"]));
        branch.Output.Add(ProtoNet.Value("doubled", 1, 2));
        ProtoNet inner = new ProtoNet(17).Node("If", ["c"], ["b"], ProtoNet.Body("then_branch", branch), ProtoNet.Body("else_branch", branch.Clone()));
        ProtoNet net = Net(Function("Maybe", ["a", "c"], ["b"], inner.Graph.Node[0])).Input("flag", 9, []).Node("Maybe", ["x", "flag"], ["y"]).Output("y");

        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(OnnxModel.Parse(net.ToBytes()));
        executor.Run(new Dictionary<string, Tensor> { ["x"] = Tensor.From<float>([1, -2], new Shape(2)), ["flag"] = Tensor.Scalar(true) })["y"].ToArray<float>().ShouldBe([2f, -4f]);
    }

    [Fact]
    public void Parse_FunctionOfAnOlderOperatorSet_IsConverted()
    {
        NodeProto squeeze = Node("Squeeze", ["a"], ["b"]);
        squeeze.Attribute.Add(ProtoNet.Ints("axes", 0));
        FunctionProto function = Function("Drop", ["a"], ["b"], squeeze);
        function.OpsetImport.Add(new OperatorSetIdProto { Version = 11 });
        ProtoNet net = Net(function);
        net.Node("Unsqueeze", ["x", "axes"], ["u"]).Integers("axes", 0).Node("Drop", ["u"], ["y"]).Output("y");

        Run(net).ShouldBe([1f, -2f]);
    }

    [Fact]
    public void Parse_FunctionThatCallsItself_IsRefused() =>
        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(Net(Function("Forever", ["a"], ["b"], Call("Forever", ["a"], ["b"]))).Node("Forever", ["x"], ["y"]).Output("y").ToBytes()))
            .Message.ShouldContain("may not call themselves");

    [Fact]
    public void Parse_FunctionsThatMultiply_StopAtTheLimitOfNodes()
    {
        var functions = new List<FunctionProto> { Function("F0", ["a"], ["b"], Node("Relu", ["a"], ["b"])) };
        for (int i = 1; i <= 14; i++)
        {
            functions.Add(Function($"F{i}", ["a"], ["b"], [.. Enumerable.Range(0, 8).Select(k => Call($"F{i - 1}", [k == 0 ? "a" : $"t{k}"], [k == 7 ? "b" : $"t{k + 1}"]))]));
        }

        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(Net([.. functions]).Node("F14", ["x"], ["y"]).Output("y").ToBytes(), new OnnxLimits { Nodes = 5000 }))
            .Message.ShouldContain("5000 nodes");
    }

    [Fact]
    public void Parse_CallWithTooManyInputs_IsRefused() =>
        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(Net(Function("Twice", ["a"], ["b"], Node("Add", ["a", "a"], ["b"]))).Node("Twice", ["x", "x"], ["y"]).Output("y").ToBytes()))
            .Message.ShouldContain("1 inputs");

    // Calls have no domain here, as functions of the default domain.
    private static ProtoNet Net(params FunctionProto[] functions)
    {
        ProtoNet net = new ProtoNet(17).Input("x", 2);
        net.Model.Functions.AddRange(functions);
        return net;
    }

    private static FunctionProto Function(string name, string[] inputs, string[] outputs, params NodeProto[] nodes)
    {
        var function = new FunctionProto { Name = name };
        function.Input.AddRange(inputs);
        function.Output.AddRange(outputs);
        function.Node.AddRange(nodes);
        return function;
    }

    private static NodeProto Call(string function, string[] inputs, string[] outputs) => Node(function, inputs, outputs);

    private static NodeProto Node(string opType, string[] inputs, string[] outputs) => new ProtoNet(17).Node(opType, inputs, outputs).Graph.Node[0];

    private static float[] Run(ProtoNet net)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(OnnxModel.Parse(net.ToBytes()));
        return executor.Run(Tensor.From<float>([1, -2], new Shape(2))).ToArray<float>();
    }
}
