using Lathe.Graph.Editing;

namespace Lathe.Graph.Tests.Editing;

public class GraphEditorTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void ToGraph_NodesInAnyOrder_SortsThem()
    {
        ModelGraph graph = _net.Build(_net.Op("Tanh", _net.Op("Exp", _net.Op("Relu", _net.Input("x", "N", 4)))));
        var editor = new GraphEditor(graph with { Nodes = [.. graph.Nodes.Reverse()] });

        TestNet.OpTypes(editor.ToGraph()).ShouldBe(["Relu", "Exp", "Tanh"]);
    }

    [Fact]
    public void ToGraph_Cycle_NamesANodeOfIt()
    {
        var editor = new GraphEditor("loop");
        editor.Add(new Node("a", "Relu", ["y"], ["x"], AttributeMap.Empty));
        editor.Add(new Node("b", "Relu", ["x"], ["y"], AttributeMap.Empty));

        Should.Throw<InvalidInputException>(() => editor.ToGraph()).Message.ShouldContain("'a'");
    }

    [Fact]
    public void ToGraph_ValueNobodyMakes_NamesReaderAndValue()
    {
        var editor = new GraphEditor("hole");
        editor.Add(new Node("a", "Relu", ["missing"], ["x"], AttributeMap.Empty));

        string message = Should.Throw<InvalidInputException>(() => editor.ToGraph()).Message;
        message.ShouldContain("missing");
        message.ShouldContain("'a'");
    }

    [Fact]
    public void Substitute_GraphOutput_KeepsItsName()
    {
        string y = _net.Op("Relu", _net.Input("x", "N", 4)), copy = _net.Op("Identity", y);
        var editor = new GraphEditor(_net.Build(copy, _net.Op("Tanh", y)));

        editor.Remove(editor.Nodes.First(n => n.OpType == "Identity"));
        editor.Substitute(copy, y);

        ModelGraph result = GraphVerifier.Verify(editor.ToGraph());
        result.Outputs[0].Name.ShouldBe(copy);
        result.Nodes.First(n => n.OpType == "Relu").Outputs.ShouldBe([copy]);
        result.Nodes.First(n => n.OpType == "Tanh").Inputs.ShouldBe([copy]);
    }

    [Fact]
    public void ReplaceUses_ValueCapturedByABody_RenamesInsideIt()
    {
        var body = new ModelGraph
        {
            Name = "body",
            Inputs = [],
            Outputs = [new ValueInfo("inner", Lathe.Tensors.DType.Float32, null)],
            Nodes = [new Node("copy", "Exp", ["old"], ["inner"], AttributeMap.Empty)],
            Parameters = System.Collections.Immutable.ImmutableDictionary<string, TensorData>.Empty,
        };
        var editor = new GraphEditor("outer");
        editor.Add(new Node("if", "If", ["condition"], ["y"], AttributeMap.Empty.With("then_branch", body)));

        editor.ReplaceUses("old", "new");

        Captures.Of(editor.Nodes[0]).ShouldBe(["new"]);
    }

    [Fact]
    public void Fresh_NameIsTaken_GivesAnother()
    {
        var editor = new GraphEditor(_net.Build(_net.Op("Relu", _net.Input("x", "N", 4))));

        editor.Fresh("x").ShouldBe("x_1");
        editor.Fresh("x").ShouldBe("x_2");
        editor.Fresh("z").ShouldBe("z");
    }

    [Fact]
    public void Snapshot_AfterEdits_IsUnchanged()
    {
        ModelGraph graph = _net.Build(_net.Op("Relu", _net.Input("x", "N", 4)));
        string before = GraphPrinter.Print(graph);
        var editor = new GraphEditor(graph);

        editor.Replace(graph.Nodes[0], graph.Nodes[0] with { OpType = "Tanh" });
        editor.SetParameter("p", TensorData.Scalar(1f));

        GraphPrinter.Print(graph).ShouldBe(before);
        TestNet.OpTypes(editor.ToGraph()).ShouldBe(["Tanh"]);
    }
}
