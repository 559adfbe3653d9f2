using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests.Autograd;

public sealed class GradientTapeTests
{
    [Fact]
    public void Backward_Twice_IsAnError()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf([1, 2]);
        using GradientTape tape = GradientTape.Begin();
        Tensor loss = Functions.Mean(Functions.Multiply(x, x), []);
        tape.Backward(loss);
        Should.Throw<TensorStateException>(() => tape.Backward(loss)).Message.ShouldContain("already");
    }

    [Fact]
    public void Backward_OfAnotherTapesTensor_IsAnError()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor constant = Tensor.Full(new Shape(1), 2);
        using GradientTape tape = GradientTape.Begin();
        Should.Throw<TensorStateException>(() => tape.Backward(Functions.Relu(constant)));
    }

    [Fact]
    public void Backward_FromManyElementsWithoutASeed_IsAnError()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf([1, 2]);
        using GradientTape tape = GradientTape.Begin();
        Should.Throw<ShapeException>(() => tape.Backward(Functions.Multiply(x, x))).Message.ShouldContain("seed");
    }

    [Fact]
    public void Gradients_OfTwoPasses_Accumulate()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf([1, -2, 3]);
        for (int pass = 0; pass < 2; pass++)
        {
            using GradientTape tape = GradientTape.Begin();
            tape.Backward(Functions.Mean(Functions.Multiply(x, x), []));
        }

        x.Gradient!.ToArray<float>().ShouldBe([4 / 3f, -8 / 3f, 4], 1e-6f);
        x.Gradient.Dispose();
    }

    [Fact]
    public void CheckNumerics_OnANaN_NamesTheFunctionItStartsIn()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf([-1, 4]);
        using GradientTape tape = GradientTape.Begin();
        tape.CheckNumerics = true;
        Should.Throw<LatheException>(() => Functions.Mean(Functions.Unary(UnaryOp.Sqrt, x), [])).Message.ShouldContain("Sqrt");
    }

    [Fact]
    public void Pause_Inside_RecordsNothing()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf([1]);
        using GradientTape tape = GradientTape.Begin();
        using (GradientTape.Pause())
        {
            Functions.Relu(x);
        }

        tape.Length.ShouldBe(0);
        GradientTape.Current.ShouldBe(tape);
    }

    private static Tensor Leaf(float[] values)
    {
        Tensor leaf = Tensor.From<float>(values, new Shape(values.Length));
        leaf.RequiresGradient = true;
        return leaf;
    }
}
