using Lathe.Graph.Rewriting;
using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Tests.Rewriting;

public class FuseHardActivationTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void HardSigmoid_ClippedSumOverSix_IsFound()
    {
        string x = _net.Input("x", "N", 6);

        ModelGraph result = TestNet.RunChecked(new FuseHardSigmoid(), _net.Build(_net.Op("Div", Clip(_net.Op("Add", x, _net.Number(3)), 6), _net.Number(6))));

        TestNet.OpTypes(result).ShouldBe(["HardSigmoid"]);
    }

    [Fact]
    public void HardSigmoid_LineClippedToOne_IsFound()
    {
        string line = _net.Op("Add", _net.Op("Mul", _net.Input("x", "N", 6), _net.Number(0.3f)), _net.Number(0.4f));

        ModelGraph result = TestNet.RunChecked(new FuseHardSigmoid(), _net.Build(Clip(line, 1)));

        TestNet.OpTypes(result).ShouldBe(["HardSigmoid"]);
    }

    [Fact]
    public void HardSigmoid_ClipAlone_StaysClip()
    {
        ModelGraph graph = _net.Build(Clip(_net.Input("x", "N", 6), 1));

        new FuseHardSigmoid().Run(graph).ShouldBeSameAs(graph);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HardSwish_BothOrders_AreFound(bool dividedFirst)
    {
        string x = _net.Op("Tanh", _net.Input("x", "N", 6)), gate = Clip(_net.Op("Add", _net.Number(3), x), 6), six = _net.Number(6);
        string y = dividedFirst ? _net.Op("Mul", x, _net.Op("Div", gate, six)) : _net.Op("Div", _net.Op("Mul", x, gate), six);

        ModelGraph result = TestNet.RunChecked(new PassPipeline("test", new FuseHardSigmoid(), new FuseHardSwish()), _net.Build(y));

        TestNet.OpTypes(result).ShouldBe(["Tanh", "HardSwish"]);
    }

    [Fact]
    public void HardSwish_GateOfAnotherValue_StaysAsItIs()
    {
        string x = _net.Input("x", "N", 6), z = _net.Op("Tanh", x);
        ModelGraph graph = _net.Build(_net.Op("Div", _net.Op("Mul", z, Clip(_net.Op("Add", x, _net.Number(3)), 6)), _net.Number(6)));

        new FuseHardSwish().Run(graph).ShouldBeSameAs(graph);
    }

    private string Clip(string x, float highest) => _net.Op("Clip", x, _net.Number(0), _net.Number(highest));
}
