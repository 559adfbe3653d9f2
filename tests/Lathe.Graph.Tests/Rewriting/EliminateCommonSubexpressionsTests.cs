using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Tests.Rewriting;

public class EliminateCommonSubexpressionsTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void Run_SameChainsTwice_KeepsOne()
    {
        string x = _net.Input("x", "N", 4, 6);
        string Branch() => _net.Op("Exp", _net.Op("Reshape", x, _net.Integers(0, -1)));

        ModelGraph result = TestNet.RunChecked(new EliminateCommonSubexpressions(), _net.Build(_net.Op("Mul", Branch(), Branch())));

        TestNet.OpTypes(result).ShouldBe(["Reshape", "Exp", "Mul"]);
    }

    [Fact]
    public void Run_DifferentAttributes_KeepsBoth()
    {
        string x = _net.Input("x", "N", 4);
        string a = _net.Op("LeakyRelu", AttributeMap.Empty.With("alpha", 0.1f), x), b = _net.Op("LeakyRelu", AttributeMap.Empty.With("alpha", 0.2f), x);
        ModelGraph graph = _net.Build(_net.Op("Add", a, b));

        new EliminateCommonSubexpressions().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_LearnedWeightsOfEqualValue_KeepsBoth()
    {
        string x = _net.Input("x", "N", 4);
        TensorData same = TensorData.From<float>(new float[8], new Lathe.Tensors.Shape(2, 4));
        string Layer(string w) => _net.Op("Gemm", AttributeMap.Empty.With("transB", 1), x, _net.Constant(w, same));
        ModelGraph graph = _net.Build(_net.Op("Add", Layer("w1"), Layer("w2")));

        new EliminateCommonSubexpressions().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_TwoDropouts_KeepsBoth()
    {
        string x = _net.Input("x", "N", 4);
        ModelGraph graph = _net.Build(_net.Op("Add", _net.Op("Dropout", x), _net.Op("Dropout", x)));

        new EliminateCommonSubexpressions().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_TwinsAreBothOutputs_KeepsBothNames()
    {
        string x = _net.Input("x", "N", 4);

        ModelGraph result = TestNet.RunChecked(new EliminateCommonSubexpressions(), _net.Build(_net.Op("Exp", x), _net.Op("Exp", x), _net.Op("Exp", x)));

        TestNet.OpTypes(result).Count(t => t == "Exp").ShouldBe(1);
    }
}
