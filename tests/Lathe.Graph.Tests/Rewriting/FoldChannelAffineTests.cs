using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Tests.Rewriting;

public class FoldChannelAffineTests
{
    private readonly TestNet _net = new();

    [Theory]
    [InlineData("Add", true)]
    [InlineData("Add", false)]
    [InlineData("Sub", true)]
    [InlineData("Sub", false)]
    [InlineData("Mul", true)]
    [InlineData("Mul", false)]
    [InlineData("Div", true)]
    public void Run_ConstantPerChannelBehindConvolution_MovesIntoIt(string opType, bool valueFirst)
    {
        string y = _net.Op("Conv", _net.Input("x", "N", 3, 4, 5), _net.Weight("w", 6, 3, 1, 1), _net.Weight("b", 6));
        string c = _net.Random("c", 0.5f, 2, 1, 6, 1, 1);

        ModelGraph folded = TestNet.RunChecked(new FoldChannelAffine(), _net.Build(valueFirst ? _net.Op(opType, y, c) : _net.Op(opType, c, y)));

        TestNet.OpTypes(folded).ShouldBe(["Conv"]);
    }

    [Fact]
    public void Run_ConstantDividedByTheLayer_Stays()
    {
        string y = _net.Op("Conv", _net.Input("x", "N", 3, 4, 5), _net.Weight("w", 6, 3, 1, 1));
        ModelGraph graph = _net.Build(_net.Op("Div", _net.Number(2), y));

        new FoldChannelAffine().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_ConstantAlongTheWidth_Stays()
    {
        string y = _net.Op("Conv", _net.Input("x", "N", 3, 4, 6), _net.Weight("w", 6, 3, 1, 1));
        ModelGraph graph = _net.Build(_net.Op("Add", y, _net.Weight("c", 6)));

        new FoldChannelAffine().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_ChainOfScaleAndShiftAfterDenseLayer_LeavesTheLayer()
    {
        string y = _net.Op("Gemm", _net.Input("x", "N", 3), _net.Weight("w", 3, 4));
        string z = _net.Op("Add", _net.Op("Mul", y, _net.Weight("s", 4)), _net.Number(0.25f));

        ModelGraph folded = TestNet.RunChecked(new FoldChannelAffine(), _net.Build(_net.Op("Relu", z)));

        TestNet.OpTypes(folded).ShouldBe(["Gemm", "Relu"]);
    }
}
