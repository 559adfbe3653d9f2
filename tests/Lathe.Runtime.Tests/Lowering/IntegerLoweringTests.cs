using Lathe.Graph;
using Lathe.Models;
using Lathe.OnnxRuntime;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests.Lowering;

public class IntegerLoweringTests
{
    private const int Samples = 5;

    [SkippableTheory]
    [InlineData("ds-cnn", new[] { 1, 49, 10 }, 0.5)]
    [InlineData("resnet8", new[] { 3, 16, 16 }, 0.5)]
    [InlineData("lenet5", new[] { 1, 28, 28 }, 1)]
    [InlineData("fc-autoencoder", null, 1)]
    [InlineData("lenet-300-100", new[] { 1, 12, 12 }, 0.2)]
    public void Lower_QuantizedNetwork_AgreesWithOnnxRuntime(string name, int[]? input, double width)
    {
        (int equal, double close, double largest) = Compare(QuantizedNetwork.OfZoo(name, input!, width));

        equal.ShouldBe(Samples);
        close.ShouldBeGreaterThan(0.99);
        largest.ShouldBeLessThan(2.5);
    }

    // With random weights each of thirty layers makes small differences larger: what counts is that none adds a bias.
    [SkippableTheory]
    [InlineData("mobilenetv1", new[] { 3, 32, 32 }, 0.25)]
    [InlineData("squeezenet", new[] { 3, 32, 32 }, 0.25)]
    public void Lower_DeepNetwork_PredictsAsOnnxRuntimeDoes(string name, int[]? input, double width)
    {
        (int equal, _, double largest) = Compare(QuantizedNetwork.OfZoo(name, input!, width));

        equal.ShouldBe(Samples);
        largest.ShouldBeLessThan(8);
    }

    // The normalisations before its convolutions are layers of their own.
    [SkippableFact]
    public void Lower_DenseNet_NormalisesAsOnnxRuntimeDoes()
    {
        QuantizedNetwork network = QuantizedNetwork.OfZoo("densenet-small", [3, 8, 8], 0.25);

        (int equal, _, double largest) = Compare(network);

        network.Integer.Ops.OfType<DepthwiseConvolutionOp>().Count().ShouldBe(network.Quantized.Nodes.Count(n => n.OpType == "BatchNormalization"));
        network.Integer.Ops.OfType<DepthwiseConvolutionOp>().ShouldNotBeEmpty();
        equal.ShouldBe(Samples);
        largest.ShouldBeLessThan(8);
    }

    [SkippableTheory]
    [InlineData(1.0, 0.3)]
    [InlineData(-0.02, 40)]
    [InlineData(1e-9, -2)]
    [InlineData(0, 1.5)]
    public void Lower_NormalisationByItself_IsItsLineToACode(double gain, double shift)
    {
        var b = new GraphBuilder("line", RandomKey.FromSeed(1));
        string x = b.Conv(b.Input("input", DType.Float32, 2, 5, 5), 3, 3, bias: true);
        TensorData All(double value) => TensorData.From<float>([(float)value, (float)value / 2, 1], new Shape(3));
        string[] statistics = [.. new[] { ("gain", All(gain)), ("shift", All(shift)), ("mean", All(0.1)), ("variance", All(2)) }.Select(p => b.Editor.AddParameter(p.Item1, p.Item2))];
        string y = b.Node("BatchNormalization", [b.Apply("LeakyRelu", AttributeMap.Empty.With("alpha", 0.1f), x), .. statistics], AttributeMap.Empty, 3);
        var network = new QuantizedNetwork(b.Build(b.Linear(b.Flatten(y, 75), 4, "head"), "scores", "N", 4));

        network.Integer.Ops.OfType<DepthwiseConvolutionOp>().ShouldHaveSingleItem();
        (_, double close, _) = Compare(network);
        close.ShouldBeGreaterThan(0.9);
    }

    [SkippableFact]
    public void Lower_EveryMove_KeepsValuesInTheirPlaces()
    {
        var b = new GraphBuilder("moves", RandomKey.FromSeed(1));
        string x = b.Conv(b.Input("input", DType.Float32, 2, 6, 8), 4, 3, bias: true);
        string grown = b.Node("Resize", [b.Apply("LeakyRelu", AttributeMap.Empty.With("alpha", 0.1f), x), "", b.Editor.AddParameter("scales", TensorData.From<float>([1, 1, 2, 2], new Shape(4)))], AttributeMap.Empty.With("mode", "nearest").With("coordinate_transformation_mode", "asymmetric").With("nearest_mode", "floor"), 4);
        string padded = b.Node("Pad", [b.MaxPool(grown, 2, 2), b.Editor.AddParameter("pads", TensorData.Integers(0, 0, 1, 0, 0, 0, 0, 2))], AttributeMap.Empty, 4);
        string joined = b.Concat(padded, b.Mul(padded, b.Apply("Sigmoid", null, b.Node("GlobalAveragePool", [padded], AttributeMap.Empty, 4))));
        string turned = b.Transpose(b.AveragePool(joined, 2, 1), 8, 0, 2, 3, 1);
        string flat = b.Flatten(turned, 6 * 9 * 8);
        ModelGraph graph = b.Build(b.Softmax(b.Linear(flat, 5, "head")), "probabilities", "N", 5);
        var network = new QuantizedNetwork(graph);

        network.Integer.Ops.Select(o => o.GetType()).ShouldContain(typeof(RepeatOp));
        network.Integer.Ops.Select(o => o.GetType()).ShouldContain(typeof(PadOp));
        (_, double close, double largest) = Compare(network);
        close.ShouldBeGreaterThan(0.9);
        largest.ShouldBeLessThan(4);
    }

    [SkippableTheory]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    public void Lower_RecurrentLayer_AgreesWithOnnxRuntime(string op)
    {
        const int Steps = 8, Inputs = 6, Units = 12;
        int gates = op == "LSTM" ? 4 : 3;
        var b = new GraphBuilder("recurrent", RandomKey.FromSeed(5));
        string x = b.Transpose(b.Input("input", DType.Float32, Steps, Inputs), Inputs, 1, 0, 2);
        string[] parameters = [b.Weights("w", new Shape(1, gates * Units, Inputs), 0.5), b.Weights("r", new Shape(1, gates * Units, Units), 0.4), b.Weights("b", new Shape(1, 2 * gates * Units), 0.3)];
        AttributeMap attributes = AttributeMap.Empty.With("hidden_size", Units);
        attributes = op == "GRU" ? attributes.With("linear_before_reset", 1) : attributes;
        string states = b.Node(op, [x, .. parameters], attributes, Units);
        string last = b.Mean(b.Transpose(b.Squeeze(states, 1), Units, 1, 0, 2), 1, Units);
        var network = new QuantizedNetwork(b.Build(b.Linear(last, 5, "head"), "scores", "N", 5));

        (int equal, double close, double largest) = Compare(network);

        // The file leaves the layer in floating point; here its matrices have 8 bits.
        network.Integer.Ops.ShouldContain(o => o is LstmOp || o is GruOp);
        equal.ShouldBe(Samples);
        close.ShouldBeGreaterThan(0.75);
        largest.ShouldBeLessThan(4);
    }

    [SkippableFact]
    public void Lower_DifferencesAndProductsOfTensors_AgreeWithOnnxRuntime()
    {
        var b = new GraphBuilder("products", RandomKey.FromSeed(2));
        string x = b.Conv(b.Input("input", DType.Float32, 2, 6, 8), 4, 3, bias: true), other = b.Conv(x, 4, 3, bias: true);
        string rows = b.Reshape(b.Node("Sub", [x, other], AttributeMap.Empty, 4), 48, 1, 4, 48);
        string product = b.MatMul(rows, b.Transpose(rows, 4, 0, 2, 1), 4);
        var network = new QuantizedNetwork(b.Build(b.Linear(b.Reshape(product, 16, 1, 16), 5, "head"), "scores", "N", 5));

        (int equal, double close, _) = Compare(network);

        network.Integer.Ops.ShouldContain(o => o is SubtractOp);
        network.Integer.Ops.ShouldContain(o => o is MatrixProductOp);
        equal.ShouldBe(Samples);
        close.ShouldBeGreaterThan(0.7);
    }

    [Fact]
    public void Lower_UnsupportedOperators_AreNamedTogetherWithARemedy()
    {
        string message = Should.Throw<InvalidInputException>(() => QuantizedNetwork.OfZoo("vit-small", [3, 16, 16], 0.25)).Message;

        message.ShouldContain("LayerNormalization '");
        message.ShouldContain("more: is no operation of integer graphs. Train with BatchNormalization instead");
    }

    private static (int Equal, double Close, double Largest) Compare(QuantizedNetwork network)
    {
        using OrtSession session = network.Open();
        var executor = new IntegerExecutor(network.Integer);
        int equal = 0;
        var differences = new List<double>();
        for (int i = 0; i < Samples; i++)
        {
            double[] codes = Array.ConvertAll(network.Codes(executor, i), c => (double)c), peer = network.Peer(session, i);
            equal += IndexOfMax(codes).Overlaps(IndexOfMax(Array.ConvertAll(peer, Math.Round))) ? 1 : 0;
            differences.AddRange(codes.Zip(peer, (c, p) => Math.Abs(c - p)));
        }

        return (equal, differences.Count(d => d <= 1.5) / (double)differences.Count, differences.Max());
    }

    // Where the largest number stands; several places on a tie.
    private static HashSet<int> IndexOfMax(double[] values) => [.. Enumerable.Range(0, values.Length).Where(i => values[i] == values.Max())];
}
