using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Losses;

namespace Lathe.Training.Tests.Losses;

public class LossTests
{
    private static readonly float[] s_logits = [1, 2, -1, 0.5f, 0, 3];

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void CrossEntropy_SoftLabelsThatAreHard_GiveTheLossOfHardLabels(float smoothing)
    {
        (float Loss, float[] Gradient) hard = Compute(new CrossEntropyLoss(smoothing), Tensor.From<int>([1, 0], new Shape(2)));
        (float Loss, float[] Gradient) soft = Compute(new CrossEntropyLoss(smoothing), Tensor.From<float>([0, 1, 0, 1, 0, 0], new Shape(2, 3)));

        soft.Loss.ShouldBe(hard.Loss, 1e-6f);
        soft.Gradient.Zip(hard.Gradient, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void CrossEntropy_MixedLabels_IsTheMixOfBothLosses()
    {
        float first = Compute(new CrossEntropyLoss(), Tensor.From<int>([1, 0], new Shape(2))).Loss, second = Compute(new CrossEntropyLoss(), Tensor.From<int>([2, 2], new Shape(2))).Loss;
        float mixed = Compute(new CrossEntropyLoss(), Tensor.From<float>([0, 0.3f, 0.7f, 0.3f, 0, 0.7f], new Shape(2, 3))).Loss;

        mixed.ShouldBe((0.3f * first) + (0.7f * second), 1e-6f);
    }

    [Fact]
    public void CrossEntropy_OfMapsOfOnePixel_IsThatOfRows()
    {
        using Tensor flat = Tensor.From<float>(s_logits, new Shape(2, 3)), maps = Tensor.From<float>(s_logits, new Shape(2, 3, 1, 1)), labels = Tensor.From<int>([1, 0], new Shape(2));

        new CrossEntropyLoss().Compute(maps, maps, labels).Item().ShouldBe(new CrossEntropyLoss().Compute(flat, flat, labels).Item());
    }

    [Fact]
    public void MeanSquared_OfKnownValues_IsTheFormula()
    {
        (float loss, float[] gradient) = Compute(new MeanSquaredLoss(), Tensor.From<float>([1, 1, -1, 0.5f, 0, 0], new Shape(2, 3)));

        loss.ShouldBe((1 + 9) / 6f, 1e-6f);
        gradient.ShouldBe([0, 2 / 6f, 0, 0, 0, 1], 1e-6f);
    }

    [Fact]
    public void MeanSquared_OfClasses_IsOneError() =>
        Should.Throw<ShapeException>(() => Compute(new MeanSquaredLoss(), Tensor.From<int>([1, 0], new Shape(2))));

    private static (float Loss, float[] Gradient) Compute(ILoss loss, Tensor labels)
    {
        using Tensor logits = Tensor.From<float>(s_logits, new Shape(2, 3));
        logits.RequiresGradient = true;
        using GradientTape tape = GradientTape.Begin();
        Tensor value = loss.Compute(logits, logits, labels);
        tape.Backward(value);
        return (value.Item(), logits.Gradient!.ToArray<float>());
    }
}
