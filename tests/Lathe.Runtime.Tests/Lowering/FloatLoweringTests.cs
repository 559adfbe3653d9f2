using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Runtime.Floating;
using Lathe.Runtime.Lowering.Floating;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests.Lowering;

public class FloatLoweringTests
{
    // Of the largest output: the order of sums and the functions differ in the last places.
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData("ds-cnn", new[] { 1, 49, 10 }, 0.5)]
    [InlineData("resnet8", new[] { 3, 16, 16 }, 0.5)]
    [InlineData("lenet5", new[] { 1, 28, 28 }, 1)]
    [InlineData("fc-autoencoder", null, 1)]
    [InlineData("mobilenetv1", new[] { 3, 32, 32 }, 0.25)]
    [InlineData("mobilenetv3-small", new[] { 3, 32, 32 }, 0.25)]
    [InlineData("squeezenet", new[] { 3, 32, 32 }, 0.25)]
    [InlineData("densenet-small", new[] { 3, 8, 8 }, 0.25)]
    public void Lower_NetworkOfTheZoo_AgreesWithTheExecutor(string name, int[]? input, double width) =>
        Difference(ModelZoo.Create(name, new ModelOptions { Input = input!, Width = width, Classes = 10, Key = RandomKey.FromSeed(3) })).ShouldBeLessThan(Tolerance);

    [Theory]
    [InlineData("LSTM", "forward", false, true)]
    [InlineData("LSTM", "bidirectional", false, false)]
    [InlineData("GRU", "reverse", false, true)]
    [InlineData("GRU", "forward", true, false)]
    [InlineData("GRU", "bidirectional", true, true)]
    public void Lower_RecurrentLayer_AgreesWithTheExecutor(string op, string direction, bool resetAfter, bool last)
    {
        const int Steps = 6, Inputs = 5, Units = 7;
        int gates = op == "LSTM" ? 4 : 3, directions = direction == "bidirectional" ? 2 : 1;
        var b = new GraphBuilder("recurrent", RandomKey.FromSeed(5));
        string x = b.Transpose(b.Input("input", DType.Float32, Steps, Inputs), Inputs, 1, 0, 2);
        string[] parameters = [b.Weights("w", new Shape(directions, gates * Units, Inputs), 0.5), b.Weights("r", new Shape(directions, gates * Units, Units), 0.5), b.Weights("b", new Shape(directions, 2 * gates * Units), 0.5)];
        AttributeMap attributes = AttributeMap.Empty.With("hidden_size", Units).With("direction", direction);
        attributes = resetAfter ? attributes.With("linear_before_reset", 1) : attributes;
        b.Editor.Add(new Node("cell", op, [x, .. parameters], ["states", "state"], attributes));
        b.Editor.Outputs.Add(new ValueInfo(last ? "state" : "states", DType.Float32, null));
        ModelGraph graph = b.Editor.ToGraph();

        Difference(graph).ShouldBeLessThan(Tolerance);
        FloatRecurrentOp[] cells = [.. FloatLowering.Lower(graph).Ops.OfType<FloatRecurrentOp>()];
        cells.Length.ShouldBe(directions);
        cells.ShouldAllBe(c => c.GivesEveryStep != last);
    }

    [Fact]
    public void Lower_ArithmeticOfEveryKind_AgreesWithTheExecutor()
    {
        var b = new GraphBuilder("arithmetic", RandomKey.FromSeed(1));
        string x = b.Conv(b.Input("input", DType.Float32, 2, 6, 8), 4, 3, bias: true), other = b.Relu(b.Conv(x, 4, 3, bias: true));
        string gate = b.Sigmoid(b.Node("GlobalAveragePool", [x], AttributeMap.Empty, 4));
        string one = b.Editor.AddParameter("one", TensorData.Scalar(1.5f)), each = b.Editor.AddParameter("each", TensorData.From<float>([1, -2, 3, 0.5f], new Shape(1, 4, 1, 1)));
        string difference = b.Node("Sub", [b.Node("Sub", [other, x], AttributeMap.Empty, 4), gate], AttributeMap.Empty, 4), quotient = b.Node("Div", [difference, b.Node("Add", [one, b.Apply("Exp", null, gate)], AttributeMap.Empty, 4)], AttributeMap.Empty, 4);
        string lines = b.Node("Sub", [one, b.Apply("Div", null, b.Mul(b.Apply("Sub", null, quotient, each), each), each)], AttributeMap.Empty, 4);
        string tokens = b.Transpose(b.Reshape(b.Relu6(lines), 48, 1, 4, 48), 4, 0, 2, 1);
        string last = b.Editor.AddParameter("last", TensorData.From<float>([0.1f, 0.2f, -0.3f, 0.4f], new Shape(4)));
        string scores = b.Softmax(b.MatMul(b.Add(tokens, last), b.Transpose(tokens, 48, 0, 2, 1), 48));
        string mixed = b.MatMul(scores, b.Gelu(b.Tanh(tokens)), 4);

        Difference(b.Build(b.Linear(b.Mean(mixed, 1, 4), 3, "head"), "scores", "N", 3)).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void Lower_UnsupportedOperators_AreNamedTogetherWithARemedy()
    {
        string message = Should.Throw<InvalidInputException>(() => FloatLowering.Lower(ModelZoo.Create("vit-small", new ModelOptions { Input = [3, 16, 16], Width = 0.25 }))).Message;

        message.ShouldContain("LayerNormalization '");
        message.ShouldContain("Train with BatchNormalization instead");
    }

    private static double Difference(ModelGraph graph)
    {
        using TensorScope scope = TensorScope.Begin();
        IntegerGraph lowered = FloatLowering.Lower(StaticQuantizer.Prepare(graph));
        Shape shape = graph.Inputs[0].Bind(1);
        RandomKey key = RandomKey.FromSeed(9);
        float[] values = [.. Enumerable.Range(0, shape.Count).Select(i => key.Normal((ulong)i))];
        using var executor = new GraphExecutor(graph);
        float[] wanted = executor.Run(new Dictionary<string, Tensor> { [graph.Inputs[0].Name] = Tensor.From(values, shape) })[graph.Outputs[0].Name].ToArray<float>();
        IntegerValue input = lowered.Inputs[0], output = lowered.Outputs[0];
        TensorData had = new IntegerExecutor(lowered).Run(new Dictionary<string, TensorData> { [input.Name] = CodedTensors.Arrange(values, input) })[output.Name];
        double largest = wanted.Max(MathF.Abs);
        return had.ToFloats().Zip(wanted, (h, w) => Math.Abs(h - w)).Max() / largest;
    }
}
