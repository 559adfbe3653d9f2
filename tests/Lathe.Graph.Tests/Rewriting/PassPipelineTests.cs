using Lathe.Graph.Rewriting;
using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Tests.Rewriting;

public class PassPipelineTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void Run_PassBreaksTheGraph_NamesPassAndProblem()
    {
        ModelGraph graph = _net.Build(_net.Op("Relu", _net.Input("x", "N", 4)));

        InvalidInputException error = Should.Throw<InvalidInputException>(() => new PassPipeline("test", new RemoveDeadNodes(), new DropAllNodes()).Run(graph));

        error.Message.ShouldContain("drop-all-nodes");
        error.Message.ShouldContain(graph.Outputs[0].Name);
    }

    [Fact]
    public void Run_SeveralPasses_RunsThemInOrder()
    {
        string x = _net.Op("Identity", _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), _net.Weight("w", 2, 3, 1, 1)));
        ModelGraph graph = _net.Build(_net.Op("Relu", _net.BatchNorm(x, "bn", 2)));

        ModelGraph result = TestNet.RunChecked(new PassPipeline("test", new RemoveIdentities(), new FoldBatchNorm()), graph);

        TestNet.OpTypes(result).ShouldBe(["Conv", "Relu"]);
    }

    private sealed class DropAllNodes : IGraphPass
    {
        public string Name => "drop-all-nodes";

        public ModelGraph Run(ModelGraph graph) => graph with { Nodes = [] };
    }
}
