using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Tests;

namespace Lathe.Graph.Tests.Ops;

/// <summary>Gradients of operators that are put together from several functions, against central differences.</summary>
public class OpGradientTests
{
    private static AttributeMap None => AttributeMap.Empty;

    [Fact]
    public void Celu_Gradient_IsTheSlope() => Check("Celu", None.With("alpha", 2f), [4, 5]);

    [Fact]
    public void ThresholdedRelu_Gradient_IsTheSlope() => Check("ThresholdedRelu", None.With("alpha", 0.33f), [4, 5]);

    [Fact]
    public void Shrink_Gradient_IsTheSlope() => Check("Shrink", None.With("lambd", 0.33f).With("bias", 0.5f), [4, 5]);

    [Fact]
    public void MeanVarianceNormalization_Gradient_IsTheSlope() => Check("MeanVarianceNormalization", None, [2, 3, 4, 4]);

    [Theory]
    [InlineData("ij,jk->ik", new[] { 3, 4 }, new[] { 4, 2 })]
    [InlineData("bhid,bhjd->bhij", new[] { 2, 2, 3, 4 }, new[] { 2, 2, 5, 4 })]
    [InlineData("...ij,jk", new[] { 2, 3, 4 }, new[] { 4, 2 })]
    [InlineData("ii,ij->ij", new[] { 3, 3 }, new[] { 3, 2 })]
    [InlineData("bij,bij->b", new[] { 2, 3, 4 }, new[] { 2, 3, 4 })]
    public void Einsum_Gradient_IsTheSlope(string equation, int[] a, int[] b) => Check("Einsum", None.With("equation", equation), a, b);

    [Theory]
    [InlineData("nearest")]
    [InlineData("linear")]
    [InlineData("cubic")]
    public void Resize_Gradient_IsTheSlope(string mode)
    {
        var net = new TestNet();
        string x = net.Input("x", 1, 2, 4, 5);
        string scales = net.Constant("scales", TensorData.From<float>([1, 1, 1.5f, 0.7f], new Shape(4)));
        Check(net.Build(net.Op("Resize", None.With("mode", mode), x, "", scales)), [[1, 2, 4, 5]]);
    }

    [Theory]
    [InlineData("bilinear", "zeros")]
    [InlineData("bicubic", "border")]
    [InlineData("nearest", "reflection")]
    public void GridSample_Gradient_IsTheSlope(string mode, string padding)
    {
        var net = new TestNet();
        string x = net.Input("x", 2, 3, 4, 5), grid = net.Weight("grid", 2, 3, 3, 2);
        Check(net.Build(net.Op("GridSample", None.With("mode", mode).With("padding_mode", padding), x, grid)), [[2, 3, 4, 5]]);
    }

    [Fact]
    public void RoiAlign_Gradient_IsTheSlope()
    {
        var net = new TestNet();
        string x = net.Input("x", 2, 3, 6, 7), rois = net.Constant("rois", TensorData.From<float>([0, 1, 5, 4, 2, 0, 6, 5], new Shape(2, 4))), images = net.Integers(0, 1);
        Check(net.Build(net.Op("RoiAlign", None.With("output_height", 2L).With("output_width", 3L), x, rois, images)), [[2, 3, 6, 7]]);
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("sum")]
    [InlineData("none")]
    public void SoftmaxCrossEntropyLoss_Gradient_IsTheSlope(string reduction)
    {
        var net = new TestNet();
        string x = net.Input("x", 3, 4, 2), labels = net.Constant("labels", TensorData.From<long>([0, 3, 1, -1, 2, 2], new Shape(3, 2))), weights = net.Random("weights", 0.5f, 2, 4);
        Check(net.Build(net.Op("SoftmaxCrossEntropyLoss", None.With("reduction", reduction).With("ignore_index", -1L), x, labels, weights)), [[3, 4, 2]]);
    }

    [Fact]
    public void Conv_OfVolumes_GradientIsTheSlope() =>
        Check("Conv", None.With("strides", new[] { 2, 1, 1 }).With("pads", new[] { 1, 0, 1, 1, 0, 1 }).With("dilations", new[] { 1, 2, 1 }), [1, 2, 4, 5, 4], [3, 2, 2, 2, 3], [3]);

    [Fact]
    public void ConvTranspose_OfVolumes_GradientIsTheSlope() =>
        Check("ConvTranspose", None.With("strides", new[] { 2, 1, 2 }).With("pads", new[] { 1, 0, 0, 0, 0, 1 }), [1, 2, 3, 3, 3], [2, 2, 3, 2, 2], [2]);

    [Theory]
    [InlineData("MaxPool")]
    [InlineData("AveragePool")]
    public void Pool_OfVolumes_GradientIsTheSlope(string opType) =>
        Check(opType, None.With("kernel_shape", new[] { 2, 2, 3 }).With("strides", new[] { 1, 2, 1 }).With("pads", new[] { 1, 0, 1, 0, 0, 1 }), [1, 2, 4, 4, 5]);

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void GroupNormalization_Gradient_IsTheSlope(int scales) => Check("GroupNormalization", None.With("num_groups", 2L), [2, 6, 3, 2], [scales], [scales]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LpPool_Gradient_IsTheSlope(long p) => Check("LpPool", None.With("p", p).With("kernel_shape", new[] { 2, 2 }).With("strides", new[] { 2, 1 }), [1, 2, 4, 4]);

    [Fact]
    public void Rnn_Gradient_IsTheSlope() => Check("RNN", None.With("hidden_size", 3L), [4, 2, 5], [1, 3, 5], [1, 3, 3], [1, 6]);

    [Fact]
    public void Lstm_WithPeepholesAndClip_GradientIsTheSlope()
    {
        var net = new TestNet();
        int[][] shapes = [[3, 2, 4], [1, 12, 4], [1, 12, 3], [1, 24], [1, 9]];
        string[] inputs = [.. shapes.Select((s, i) => net.Input($"x{i}", [.. s.Select(d => (Dimension)d)]))];
        string lengths = net.Constant("lengths", TensorData.From<int>([3, 2], new Shape(2)));
        Check(net.Build(net.Op("LSTM", None.With("hidden_size", 3L).With("clip", 5f), inputs[0], inputs[1], inputs[2], inputs[3], lengths, "", "", inputs[4])), shapes);
    }

    [Fact]
    public void MaxUnpool_Gradient_IsTheSlope()
    {
        var net = new TestNet();
        string x = net.Input("x", 1, 1, 2, 2), indices = net.Constant("indices", TensorData.From<long>([5, 7, 13, 15], new Shape(1, 1, 2, 2)));
        Check(net.Build(net.Op("MaxUnpool", None.With("kernel_shape", new[] { 2, 2 }).With("strides", new[] { 2, 2 }), x, indices)), [[1, 1, 2, 2]]);
    }

    private static void Check(string opType, AttributeMap attributes, params int[][] shapes)
    {
        var net = new TestNet();
        string[] inputs = [.. shapes.Select((s, i) => net.Input($"x{i}", [.. s.Select(d => (Dimension)d)]))];
        Check(net.Build(net.Op(opType, attributes, inputs)), shapes);
    }

    private static void Check(ModelGraph graph, int[][] shapes)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        Tensor[] leaves = [.. shapes.Select((s, i) => GradientCheck.Leaf(new Shape(s), i + 1))];
        GradientCheck.Check(x => executor.Run(graph.Inputs.Zip(x).ToDictionary(p => p.First.Name, p => p.Second))[graph.Outputs[0].Name], leaves, 8e-3);
    }
}
