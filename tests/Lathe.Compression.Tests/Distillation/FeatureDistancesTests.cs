using Lathe.Compression.Distillation;
using Lathe.Compression.Distillation.Ensemble;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Distillation;

public class FeatureDistancesTests
{
    /// <summary>Maps of one place's strength against the others': no matter how many channels or how large, only where.</summary>
    [Fact]
    public void Attention_ComparesWhere_NotHowMuch()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor student = Tensor.From<float>([1, 2, 3, 4], new Shape(1, 1, 2, 2)), teacher = Tensor.From<float>([3, 6, 9, 12, 0, 0, 0, 0], new Shape(1, 2, 2, 2)), elsewhere = Tensor.From<float>([4, 3, 2, 1], new Shape(1, 1, 2, 2));

        FeatureDistances.Attention(student, teacher).Item().ShouldBe(0, 1e-6f);
        double length = Math.Sqrt(1 + 16 + 81 + 256);
        double expected = (Math.Pow(15, 2) + Math.Pow(5, 2) + Math.Pow(5, 2) + Math.Pow(15, 2)) / (length * length);
        ((double)FeatureDistances.Attention(student, elsewhere).Item()).ShouldBe(expected, 1e-5);
    }

    /// <summary>A network that keeps its tokens as rows has no first one.</summary>
    [Fact]
    public void Patient_OfRows_ComparesDirectionsOfEveryToken()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor student = Tensor.From<float>([3, 4, 1, 0, 0, 2], new Shape(3, 2)), teacher = Tensor.From<float>([6, 8, 0, 5, 0, 9], new Shape(3, 2));

        FeatureDistances.Patient(student, teacher).Item().ShouldBe(2f / 3, 1e-5f);
    }

    [Fact]
    public void Patient_ComparesDirectionsOfTheFirstToken()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor student = Tensor.From<float>([3, 4, 9, 9, 1, 0, 7, 7], new Shape(2, 2, 2)), teacher = Tensor.From<float>([6, 8, 1, 2, 0, 5, 3, 4], new Shape(2, 2, 2));

        // The first sample agrees, the second is at a right angle: |(1,0) - (0,1)|^2 = 2.
        FeatureDistances.Patient(student, teacher).Item().ShouldBe(1, 1e-5f);
    }

    [Fact]
    public void Hint_IsTheMeanSquare_AndRefusesOtherShapes()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor a = Tensor.From<float>([1, 2], new Shape(1, 2)), b = Tensor.From<float>([3, 1], new Shape(1, 2));

        FeatureDistances.Hint(a, b).Item().ShouldBe(2.5f, 1e-6f);
        Should.Throw<InvalidInputException>(() => FeatureDistances.Hint(a, Tensor.Zeros(new Shape(1, 3))));
    }

    [Fact]
    public void Ensemble_SoftensToTheMeanOfProbabilities()
    {
        using TensorScope scope = TensorScope.Begin();
        using var ensemble = new TeacherEnsemble([new Fixed([2, 0, 1]), new Fixed([-1, 3, 0])], 3);

        float[] together = Functions.Softmax(Functions.Affine(ensemble.Answer(Tensor.Zeros(new Shape(1, 1))), 1f / 3, 0)).ToArray<float>();

        double[] first = Soft([2, 0, 1]), second = Soft([-1, 3, 0]);
        together.Select(p => (double)p).ShouldBe(first.Zip(second, (a, b) => (a + b) / 2), 1e-5);

        static double[] Soft(double[] z) => [.. z.Select(v => Math.Exp(v / 3) / z.Sum(o => Math.Exp(o / 3)))];
    }

    private sealed class Fixed(float[] logits) : ITeacher
    {
        public string Name => "fixed";

        public Tensor Answer(Tensor input) => Tensor.From<float>(logits, new Shape(1, logits.Length));

        public void Dispose()
        {
        }
    }
}
