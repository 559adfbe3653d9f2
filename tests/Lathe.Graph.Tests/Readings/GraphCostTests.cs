using Lathe.Graph.Readings;

namespace Lathe.Graph.Tests.Readings;

public class GraphCostTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void Of_ConvolutionAndDenseLayer_CountsTheirProducts()
    {
        string y = _net.Op("Conv", AttributeMap.Empty.With("pads", new long[] { 1, 1, 1, 1 }).With("strides", new long[] { 2, 2 }), _net.Input("x", "N", 3, 8, 8), _net.Weight("w", 6, 3, 3, 3));
        string z = _net.Op("Gemm", AttributeMap.Empty.With("transB", 1), _net.Op("Flatten", y), _net.Weight("dense", 10, 96));

        GraphCost cost = GraphCost.Of(_net.Build(z), batch: 2);

        cost.Nodes[0].Cost.Macs.ShouldBe(2 * 6 * 4 * 4 * 27);
        cost.Nodes[2].Cost.Macs.ShouldBe(2 * 10 * 96);
        cost.Total.Macs.ShouldBe(cost.Nodes.Sum(n => n.Cost.Macs));
    }

    [Fact]
    public void Of_DepthwiseConvolution_CountsOneInputForEachOutput()
    {
        string y = _net.Op("Conv", AttributeMap.Empty.With("group", 4), _net.Input("x", 1, 4, 5, 5), _net.Weight("w", 4, 1, 3, 3));

        GraphCost.Of(_net.Build(y)).Total.Macs.ShouldBe(4 * 3 * 3 * 9);
    }

    [Fact]
    public void PeakActivationBytes_Chain_HoldsTwoValuesAtATime()
    {
        string y = _net.Op("Tanh", _net.Op("Exp", _net.Op("Relu", _net.Input("x", 1, 100))));

        GraphCost.Of(_net.Build(y)).PeakActivationBytes.ShouldBe(800);
    }

    [Fact]
    public void PeakActivationBytes_ValueReadLater_StaysAlive()
    {
        string early = _net.Op("Relu", _net.Input("x", 1, 100));
        string late = _net.Op("Exp", _net.Op("Tanh", early));

        GraphCost.Of(_net.Build(_net.Op("Add", early, late))).PeakActivationBytes.ShouldBe(1200);
    }
}
