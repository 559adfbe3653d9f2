using Lathe.Graph.Editing;
using Lathe.Graph.Readings;
using Lathe.Tensors;

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

    [Fact]
    public void PeakActivationBytes_WeightsMadeByNodes_AreNoActivations()
    {
        string weights = _net.Op("Neg", _net.Weight("w", 100, 100));

        GraphCost.Of(_net.Build(_net.Op("MatMul", _net.Input("x", 1, 100), weights))).PeakActivationBytes.ShouldBe(800);
    }

    [Fact]
    public void PeakActivationBytes_BetweenQuantizeAndDequantize_CountsCodes()
    {
        string scale = _net.Number(0.1f), zero = _net.Constant("zero", TensorData.Scalar<byte>(128));
        string Quantized(string value) => _net.Op("DequantizeLinear", _net.Op("QuantizeLinear", value, scale, zero), scale, zero);
        string y = Quantized(_net.Op("Tanh", Quantized(_net.Op("Exp", Quantized(_net.Input("x", 1, 100))))));

        // The input in floating point and its codes; after that two buffers of codes at a time.
        GraphCost.Of(_net.Build(y)).PeakActivationBytes.ShouldBe(500);
    }

    [Fact]
    public void Of_Loop_CountsItsBodyForEveryTurn()
    {
        string x = _net.Input("x", 2, 4), w = _net.Weight("w", 4, 4);
        var body = new GraphEditor("body");
        body.Inputs.AddRange([new ValueInfo("turn", DType.Int64, []), new ValueInfo("go", DType.Bool, []), new ValueInfo("h", DType.Float32, null)]);
        Node product = body.Add("MatMul", ["h", w]), same = body.Add("Identity", ["go"]);
        body.Outputs.AddRange([new ValueInfo(same.Outputs[0], DType.Bool, null), new ValueInfo(product.Outputs[0], DType.Float32, null)]);
        string y = _net.Op("Loop", AttributeMap.Empty.With("body", body.ToGraph(allowCaptures: true)), _net.Constant("turns", TensorData.Scalar(5L)), "", x);

        GraphCost.Of(_net.Build(y)).Total.Macs.ShouldBe(5 * 2 * 4 * 4);
    }

    [Fact]
    public void Of_BranchInsideABranch_CountsTheOneTaken()
    {
        string x = _net.Input("x", 2, 4), w = _net.Weight("w", 4, 3), yes = _net.Constant("yes", TensorData.Scalar(true));
        ModelGraph product = Body("MatMul", [x, w]), nothing = Body("Constant", [], AttributeMap.Empty.With("value_float", 1f));
        ModelGraph outer = Body("If", [yes], AttributeMap.Empty.With("then_branch", product).With("else_branch", nothing));

        GraphCost.Of(_net.Build(_net.Op("If", AttributeMap.Empty.With("then_branch", outer).With("else_branch", nothing), yes))).Total.Macs.ShouldBe(2 * 4 * 3);
    }

    private static ModelGraph Body(string opType, string[] inputs, AttributeMap? attributes = null)
    {
        var editor = new GraphEditor("body");
        editor.Outputs.Add(new ValueInfo(editor.Add(opType, inputs, attributes).Outputs[0], DType.Float32, null));
        return editor.ToGraph(allowCaptures: true);
    }
}
