using Lathe.Tensors.Autograd;

namespace Lathe.Tensors.Tests;

public class FunctionsSmokeTests
{
    [Fact]
    public void Convolution_GradientOfWeights_MatchesFiniteDifferences()
    {
        using TensorScope scope = TensorScope.Begin();
        RandomKey key = RandomKey.FromSeed(1);
        float[] xs = new float[2 * 5 * 7 * 6];
        key.Fold(1).FillNormal(xs);
        float[] ws = new float[18 * 5 * 3 * 3];
        key.Fold(2).FillNormal(ws);
        Tensor x = Tensor.From<float>(xs, new Shape(2, 5, 7, 6));
        x.RequiresGradient = true;
        Tensor w = Tensor.From<float>(ws, new Shape(18, 5, 3, 3));
        w.RequiresGradient = true;

        Tensor Loss() => Functions.Mean(Functions.Multiply(Functions.Convolution(x, w, null, ConvolutionOptions.Square(2, 1)), Functions.Convolution(x, w, null, ConvolutionOptions.Square(2, 1))), []);

        using (GradientTape tape = GradientTape.Begin())
        {
            tape.Backward(Loss());
        }

        foreach ((Tensor leaf, int index) in new[] { (w, 0), (w, 100), (w, 809), (x, 3), (x, 200), (x, 419) })
        {
            Span<float> data = leaf.AsSpan<float>();
            float saved = data[index];
            const float Step = 1e-2f;
            data[index] = saved + Step;
            float up = Loss().Item();
            data[index] = saved - Step;
            float down = Loss().Item();
            data[index] = saved;
            leaf.Gradient!.ToArray<float>()[index].ShouldBe((up - down) / (2 * Step), 2e-3f);
        }
    }

    [Theory]
    [InlineData(7, 33, 500)]
    [InlineData(130, 50, 20)]
    [InlineData(1, 17, 5)]
    public void MatMul_AgreesWithNaive(int m, int n, int k)
    {
        using TensorScope scope = TensorScope.Begin();
        RandomKey key = RandomKey.FromSeed(2);
        float[] a = new float[m * k], b = new float[k * n];
        key.Fold(1).FillNormal(a);
        key.Fold(2).FillNormal(b);
        float[] y = Functions.MatMul(Tensor.From<float>(a, new Shape(m, k)), Tensor.From<float>(b, new Shape(k, n))).ToArray<float>();
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int d = 0; d < k; d++)
                {
                    sum += (double)a[(i * k) + d] * b[(d * n) + j];
                }

                y[(i * n) + j].ShouldBe((float)sum, 1e-3f);
            }
        }
    }
}
