using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Tests.Rewriting;

public class FuseGeluTests
{
    private readonly TestNet _net = new();

    [Theory]
    [InlineData("half first")]
    [InlineData("half last")]
    [InlineData("half inside")]
    [InlineData("divided by two")]
    public void Run_ErrorFunctionInAnyOrder_WritesGelu(string form)
    {
        string x = _net.Op("Relu", _net.Input("x", "N", 6));
        string bell = _net.Op("Add", _net.Op("Erf", _net.Op("Div", x, _net.Number(1.41421356f))), _net.Number(1));
        string y = form switch
        {
            "half first" => _net.Op("Mul", _net.Op("Mul", x, _net.Number(0.5f)), bell),
            "half last" => _net.Op("Mul", _net.Op("Mul", x, bell), _net.Number(0.5f)),
            "half inside" => _net.Op("Mul", x, _net.Op("Mul", bell, _net.Number(0.5f))),
            _ => _net.Op("Div", _net.Op("Mul", bell, x), _net.Number(2)),
        };

        ModelGraph result = TestNet.RunChecked(new FuseGelu(), _net.Build(y));

        TestNet.OpTypes(result).ShouldBe(["Relu", "Gelu"]);
        result.Parameters.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_TanhApproximation_WritesGeluByTanh(bool asPower)
    {
        string x = _net.Op("Relu", _net.Input("x", "N", 6));
        string cube = asPower ? _net.Op("Pow", x, _net.Number(3)) : _net.Op("Mul", x, _net.Op("Mul", x, x));
        string inner = _net.Op("Add", x, _net.Op("Mul", _net.Number(0.044715f), cube));
        string bell = _net.Op("Add", _net.Number(1), _net.Op("Tanh", _net.Op("Mul", _net.Number(0.7978846f), inner)));

        ModelGraph result = TestNet.RunChecked(new FuseGelu(), _net.Build(_net.Op("Mul", _net.Op("Mul", _net.Number(0.5f), x), bell)));

        TestNet.OpTypes(result).ShouldBe(["Relu", "Gelu"]);
        result.Nodes[1].Attributes.Text("approximate", "").ShouldBe("tanh");
    }

    [Theory]
    [InlineData(0.5f, 1f, 1.2f)]
    [InlineData(0.4f, 1f, 1.41421356f)]
    [InlineData(0.5f, 1.1f, 1.41421356f)]
    public void Run_OtherNumbers_KeepsTheFormula(float half, float one, float root)
    {
        string x = _net.Input("x", "N", 6);
        string bell = _net.Op("Add", _net.Op("Erf", _net.Op("Div", x, _net.Number(root))), _net.Number(one));
        ModelGraph graph = _net.Build(_net.Op("Mul", _net.Op("Mul", x, _net.Number(half)), bell));

        new FuseGelu().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_InnerValueReadElsewhere_KeepsTheFormula()
    {
        string x = _net.Input("x", "N", 6), erf = _net.Op("Erf", _net.Op("Div", x, _net.Number(1.41421356f)));
        string y = _net.Op("Mul", _net.Op("Mul", x, _net.Op("Add", erf, _net.Number(1))), _net.Number(0.5f));
        ModelGraph graph = _net.Build(_net.Op("Add", y, erf));

        new FuseGelu().Run(graph).ShouldBeSameAs(graph);
    }
}
