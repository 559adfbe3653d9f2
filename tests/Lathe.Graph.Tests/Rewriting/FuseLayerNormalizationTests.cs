using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Tests.Rewriting;

public class FuseLayerNormalizationTests
{
    private readonly TestNet _net = new();

    [Theory]
    [InlineData(-1L, "Pow", true)]
    [InlineData(-1L, "Mul", false)]
    [InlineData(2L, "Pow", false)]
    public void Run_NormalisationWrittenOut_IsFound(long axis, string square, bool bias)
    {
        string y = _net.Op("Mul", Normalize(_net.Input("x", "N", 5, 8), square, axis), _net.Weight("scale", 8));

        ModelGraph result = TestNet.RunChecked(new FuseLayerNormalization(), _net.Build(bias ? _net.Op("Add", y, _net.Weight("bias", 8)) : y));

        TestNet.OpTypes(result).ShouldBe(["LayerNormalization"]);
        result.Parameters.Count.ShouldBe(bias ? 2 : 1);
    }

    [Fact]
    public void Run_OverTwoDimensions_IsFound()
    {
        string y = _net.Op("Mul", Normalize(_net.Input("x", "N", 5, 8), "Pow", -2, -1), _net.Weight("scale", 5, 8));

        ModelGraph result = TestNet.RunChecked(new FuseLayerNormalization(), _net.Build(_net.Op("Add", y, _net.Weight("bias", 5, 8))));

        TestNet.OpTypes(result).ShouldBe(["LayerNormalization"]);
        result.Nodes[0].Attributes.Int("axis", 0).ShouldBe(-2);
    }

    [Fact]
    public void Run_OverTheChannelsOfAnImage_StaysAsItIs()
    {
        string y = _net.Op("Mul", Normalize(_net.Input("x", "N", 5, 4, 4), "Pow", 1), _net.Weight("scale", 5, 1, 1));
        ModelGraph graph = _net.Build(y);

        new FuseLayerNormalization().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_SumOfAnotherShapeBehind_StaysASum()
    {
        string y = _net.Op("Mul", Normalize(_net.Input("x", "N", 5, 8), "Pow", -1), _net.Weight("scale", 8));

        ModelGraph result = TestNet.RunChecked(new FuseLayerNormalization(), _net.Build(_net.Op("Add", y, _net.Weight("offset", 5, 8))));

        TestNet.OpTypes(result).ShouldBe(["LayerNormalization", "Add"]);
    }

    private string Normalize(string x, string square, params long[] axes)
    {
        AttributeMap reduce = TestNet.Ints("axes", axes);
        string centered = _net.Op("Sub", x, _net.Op("ReduceMean", reduce, x));
        string squared = square == "Pow" ? _net.Op("Pow", centered, _net.Number(2)) : _net.Op("Mul", centered, centered);
        return _net.Op("Div", centered, _net.Op("Sqrt", _net.Op("Add", _net.Op("ReduceMean", reduce, squared), _net.Number(1e-3f))));
    }
}
