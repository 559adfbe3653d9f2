using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;

namespace Lathe.Graph.Tests.Execution;

public class LearnedParametersTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void Of_BiasBehindMatMul_IsLearned()
    {
        string y = _net.Op("Add", _net.Weight("bias", 3), _net.Op("MatMul", _net.Input("x", "N", 4), _net.Weight("w", 4, 3)));

        Learned(y).ShouldBe(["bias", "w"]);
    }

    [Fact]
    public void Of_BiasBehindAReshapeOrAnIdentity_IsLearned()
    {
        string product = _net.Op("MatMul", _net.Input("x", "N", 4), _net.Weight("w", 4, 3));
        string y = _net.Op("Add", _net.Op("Identity", _net.Op("Reshape", product, _net.Integers(-1, 1, 3))), _net.Weight("bias", 1, 1, 3));

        Learned(y).ShouldBe(["bias", "w"]);
    }

    [Theory]
    [InlineData(new[] { 5, 1, 1 }, true)]
    [InlineData(new[] { 1, 5, 1, 1 }, true)]
    [InlineData(new[] { 8 }, false)]
    [InlineData(new[] { 1, 1, 8, 8 }, false)]
    public void Of_VectorBehindConv_IsLearnedAlongChannels(int[] shape, bool learned)
    {
        string conv = _net.Op("Conv", TestNet.Ints("pads", 1, 1, 1, 1), _net.Input("x", "N", 3, 8, 8), _net.Weight("w", 5, 3, 3, 3));

        Learned(_net.Op("Relu", _net.Op("Add", conv, _net.Weight("bias", shape)))).Contains("bias").ShouldBe(learned);
    }

    [Fact]
    public void Of_ScaleAndShiftOfASpelledOutNormalisation_AreLearned()
    {
        string x = _net.Input("x", "N", 4);
        AttributeMap axes = TestNet.Ints("axes", -1);
        string centered = _net.Op("Sub", x, _net.Op("ReduceMean", axes, x));
        string variance = _net.Op("ReduceMean", axes, _net.Op("Mul", centered, centered));
        string normal = _net.Op("Div", centered, _net.Op("Sqrt", _net.Op("Add", variance, _net.Number(1e-5f))));
        string y = _net.Op("Add", _net.Op("Mul", normal, _net.Weight("gamma", 4)), _net.Weight("beta", 4));

        Learned(y).ShouldBe(["beta", "gamma"]);
    }

    [Fact]
    public void Of_NumbersOfFormulas_AreNot()
    {
        // Means of the input, a temperature, a mask on scores, variances of boxes cut out of a head.
        string x = _net.Op("Mul", _net.Op("Add", _net.Input("x", "N", 4), _net.Weight("mean", 4)), _net.Weight("deviation", 4));
        string product = _net.Op("Mul", _net.Op("MatMul", x, _net.Weight("w", 4, 6)), _net.Number(0.5f));
        string scores = _net.Op("Add", _net.Op("MatMul", product, _net.Op("Transpose", product)), _net.Weight("mask", 1, 2));
        string boxes = _net.Op("Mul", _net.Op("Slice", product, _net.Integers(0), _net.Integers(4), _net.Integers(1)), _net.Weight("variances", 4));

        Learned(scores, boxes).ShouldBe(["w"]);
    }

    [Fact]
    public void Run_WithSteps_TrainsTheBias()
    {
        string y = _net.Op("Add", _net.Op("MatMul", _net.Input("x", "N", 4), _net.Weight("w", 4, 3)), _net.Weight("bias", 3));
        ModelGraph graph = _net.Build(y);
        using TensorScope scope = TensorScope.Begin();
        using var parameters = new ParameterStore(graph);
        using var executor = new GraphExecutor(graph, parameters);
        Tensor input = Tensor.Zeros(new Shape(2, 4)), target = Tensor.Full(new Shape(2, 3), 0.5f);
        for (int step = 0; step < 60; step++)
        {
            using (GradientTape tape = GradientTape.Begin())
            {
                Tensor error = Functions.Subtract(executor.Run(input, new RunOptions { Training = true }), target);
                tape.Backward(Functions.Mean(Functions.Multiply(error, error), []));
            }

            foreach (Tensor tensor in parameters.Learned)
            {
                tensor.CopyFrom(Functions.Subtract(tensor, tensor.Gradient!));
            }

            parameters.ClearGradients();
        }

        // At an input of zeros the answer is the bias alone.
        parameters.Snapshot(graph).Parameters["bias"].ToFloats().ShouldAllBe(b => Math.Abs(b - 0.5f) < 1e-3f);
    }

    private string[] Learned(params string[] outputs) => [.. LearnedParameters.Of(_net.Build(outputs)).Order(StringComparer.Ordinal)];
}
