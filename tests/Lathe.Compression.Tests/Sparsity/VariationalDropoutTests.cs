using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.VariationalDropout;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Sparsity;

public class VariationalDropoutTests
{
    [Fact]
    public void Slope_IsTheDerivativeOfTheDivergence()
    {
        foreach (double a in new[] { -6, -2.5, 0, 1.3, 4, 7 })
        {
            double numeric = (LogUniformPrior.Divergence(a + 1e-5) - LogUniformPrior.Divergence(a - 1e-5)) / 2e-5;
            LogUniformPrior.Slope(a).ShouldBe(numeric, 1e-6);
        }

        LogUniformPrior.Divergence(8).ShouldBe(0, 1e-3);
        LogUniformPrior.Divergence(-6).ShouldBeGreaterThan(2);
        double w = 0.4, moved = (LogUniformPrior.LogAlpha(w + 1e-6, -3) - LogUniformPrior.LogAlpha(w - 1e-6, -3)) / 2e-6;
        LogUniformPrior.ByWeight(w).ShouldBe(moved, 1e-4);
    }

    /// <summary>Local reparameterisation: over draws the outputs have the mean x w and the variance x^2 sigma^2.</summary>
    [Fact]
    public void Noise_OfAConvolution_HasTheMeanAndVarianceOfNoisyWeights()
    {
        using TensorScope scope = TensorScope.Begin();
        Node layer = Tiny.Net().Nodes.First(n => n.OpType == "Conv");
        float[] pixels = new float[64], draws = new float[9 * 2];
        RandomKey.FromSeed(1).FillNormal(pixels);
        RandomKey.FromSeed(2).FillUniform(draws, -3, -1);
        Tensor x = Tensor.From<float>(pixels, new Shape(1, 1, 8, 8)), logs = Tensor.From<float>(draws, new Shape(2, 1, 3, 3)), mean = Tensor.Zeros(new Shape(1, 2, 4, 4));
        float[] variance = NoisyLayer.Variance(layer, Functions.Multiply(x, x), Functions.Unary(Lathe.Tensors.Kernels.UnaryOp.Exp, logs)).ToArray<float>();

        double[] squares = new double[32];
        const int Draws = 4000;
        for (int d = 0; d < Draws; d++)
        {
            float[] y = NoisyLayer.Apply(layer, x, mean, logs, RandomKey.FromSeed(d)).ToArray<float>();
            for (int i = 0; i < y.Length; i++)
            {
                squares[i] += y[i] * y[i] / Draws;
            }
        }

        // One output by hand: the window at the top left, whose first row and column are padding.
        double byHand = (from ky in Enumerable.Range(0, 3) from kx in Enumerable.Range(0, 3) let top = ky - Top(layer) let left = kx - Top(layer) where top >= 0 && left >= 0 select pixels[(top * 8) + left] * (double)pixels[(top * 8) + left] * Math.Exp(draws[(ky * 3) + kx])).Sum();
        variance[0].ShouldBe((float)byHand, 1e-4f);
        for (int i = 0; i < squares.Length; i++)
        {
            (squares[i] / variance[i]).ShouldBe(1, 0.15);
        }
    }

    [Fact]
    public void Apply_ZerosAreTheWeightsThatAreNothingButNoise()
    {
        ModelGraph trained = Tiny.Trial().Train(Tiny.Dense(3, 24), 4);

        ModelGraph sparse = Tiny.Trial(12).Run(new VariationalSparsifier(), trained, new VariationalOptions { NoiseRate = 0.15f }).Graph;

        int total = CompressibleWeights.Of(sparse).Sum(w => sparse.Parameters[w].Count), zeros = CompressibleWeights.Of(sparse).Sum(w => WeightMask.Of(sparse.Values(w)).Pruned);
        ((double)zeros / total).ShouldBeInRange(0.3, 0.99);
        using var executor = new GraphExecutor(sparse);
        Evaluator.Accuracy(executor, Tiny.Data.Validation).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void State_AfterAKill_IsBackBitForBit()
    {
        using var file = new TemporaryPath();
        ModelGraph start = Tiny.Dense(3, 8);
        (ModelGraph Graph, double[] Alphas) Fit(string? path, int stop)
        {
            using var noise = new VariationalNoise(start, ["fc.weight"], new VariationalOptions { NoiseRate = 0.1f }, 200, RandomKey.FromSeed(4));
            int steps = 0;
            ModelGraph graph = new Trainer(new TrainerOptions { Epochs = 2, Batch = 20, Rate = 0.02f, CheckpointEvery = 3, Checkpoint = path, Callbacks = [noise], Run = noise.Hooks, Key = RandomKey.FromSeed(3) }, TimeProvider.System)
                .Fit(start, Tiny.Data, p => _ = p.Finished is null && ++steps == stop ? throw new InvalidOperationException() : 0).Graph;
            return (graph, noise.LogAlphas("fc.weight", graph.Values("fc.weight")));
        }

        (ModelGraph whole, double[] alphas) = Fit(null, 0);
        Should.Throw<InvalidOperationException>(() => Fit(file.Path, 11));
        (ModelGraph resumed, double[] again) = Fit(file.Path, 0);

        resumed.Values("fc.weight").ShouldBe(whole.Values("fc.weight"));
        again.ShouldBe(alphas);
    }

    private static int Top(Node layer) => (int)(layer.Attributes.Ints("pads") ?? [0])[0];
}
