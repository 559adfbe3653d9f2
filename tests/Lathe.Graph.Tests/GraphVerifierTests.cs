namespace Lathe.Graph.Tests;

public class GraphVerifierTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void Check_SeveralFailures_ReportsAll()
    {
        ModelGraph graph = _net.Build(_net.Op("Relu", _net.Input("x", "N", 4)));
        Node relu = graph.Nodes[0];
        ModelGraph broken = graph with
        {
            Nodes = [relu, relu, new Node("orphan", "Relu", ["missing"], ["z"], AttributeMap.Empty), new Node("arity", "Conv", ["x"], ["w"], AttributeMap.Empty), new Node("silent", "Relu", ["x"], [], AttributeMap.Empty)],
            Outputs = [new ValueInfo("nowhere", Lathe.Tensors.DType.Float32, null)],
        };

        IReadOnlyList<string> problems = GraphVerifier.Check(broken);

        string all = string.Join("\n", problems);
        all.ShouldContain("Two nodes are named");
        all.ShouldContain("exists already");
        all.ShouldContain("reads 'missing'");
        all.ShouldContain("Conv takes 2 to 3");
        all.ShouldContain("'silent' makes no value");
        all.ShouldContain("Output 'nowhere'");
        problems.Count.ShouldBe(6);
    }

    [Fact]
    public void Check_ProblemInsideABody_IsFound()
    {
        var body = new ModelGraph
        {
            Name = "body",
            Inputs = [],
            Outputs = [],
            Nodes = [new Node("inner", "Conv", ["x"], ["v"], AttributeMap.Empty)],
            Parameters = System.Collections.Immutable.ImmutableDictionary<string, TensorData>.Empty,
        };
        ModelGraph graph = _net.Build(_net.Op("Relu", _net.Input("x", "N", 4)));

        GraphVerifier.Check(graph with { Nodes = graph.Nodes.Add(new Node("if", "If", ["x"], ["y"], AttributeMap.Empty.With("then_branch", body))) }).ShouldHaveSingleItem().ShouldContain("'inner'");
    }

    [Fact]
    public void Print_SmallGraph_IsStable()
    {
        string y = _net.Op("Conv", TestNet.Ints("pads", 1, 1, 1, 1), _net.Input("x", "N", 3, 8, 8), _net.Weight("w", 4, 3, 3, 3));

        GraphPrinter.Print(_net.Build(_net.Op("LeakyRelu", AttributeMap.Empty.With("alpha", 0.5f), y))).ReplaceLineEndings("\n").ShouldBe(
            """
            graph test(x: f32[N, 3, 8, 8])
              param w: f32[4, 3, 3, 3]
              conv/out = Conv(x, w) {pads=[1, 1, 1, 1]}
              leakyrelu/out = LeakyRelu(conv/out) {alpha=0.5}
              return leakyrelu/out: f32

            """.ReplaceLineEndings("\n"));
    }
}
