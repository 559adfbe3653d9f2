using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Tests.Rewriting;

public class RemoveDeadNodesTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void Run_BranchWithoutOutput_GoesWithItsParameters()
    {
        string x = _net.Input("x", "N", 4);
        _net.Op("Relu", _net.Op("Gemm", x, _net.Weight("dead", 4, 3)));

        ModelGraph result = TestNet.RunChecked(new RemoveDeadNodes(), _net.Build(_net.Op("Gemm", x, _net.Weight("w", 4, 2))));

        TestNet.OpTypes(result).ShouldBe(["Gemm"]);
        result.Parameters.Keys.ShouldBe(["w"]);
    }

    [Fact]
    public void Run_ValueReadByABodyOnly_Stays()
    {
        string x = _net.Input("x", "N", 4), captured = _net.Op("Relu", x), offset = _net.Number(1);
        AttributeMap bodies = AttributeMap.Empty.With("then_branch", Body(captured, "Exp", offset)).With("else_branch", Body(captured, "Tanh", offset));
        string condition = _net.Constant("condition", TensorData.Scalar(true));
        ModelGraph graph = _net.Build(_net.Op("If", bodies, condition));

        new RemoveDeadNodes().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_NothingDead_GivesTheSameGraph()
    {
        ModelGraph graph = _net.Build(_net.Op("Relu", _net.Input("x", "N", 4)));

        new RemoveDeadNodes().Run(graph).ShouldBeSameAs(graph);
    }

    private static ModelGraph Body(string captured, string opType, string offset) => new()
    {
        Name = opType,
        Inputs = [],
        Outputs = [new ValueInfo($"{opType}/out", Lathe.Tensors.DType.Float32, null)],
        Nodes =
        [
            new Node($"{opType}/map", opType, [captured], [$"{opType}/mapped"], AttributeMap.Empty),
            new Node($"{opType}/add", "Add", [$"{opType}/mapped", offset], [$"{opType}/out"], AttributeMap.Empty),
        ],
        Parameters = System.Collections.Immutable.ImmutableDictionary<string, TensorData>.Empty,
    };
}
