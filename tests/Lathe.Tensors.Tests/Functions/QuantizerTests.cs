using Lathe.Tensors.Autograd;

namespace Lathe.Tensors.Tests;

/// <summary>Quantizers that are trained through, against their published formulas written out element by element.</summary>
[Trait("Category", "SimdSensitive")]
public class QuantizerTests
{
    private delegate (double Y, double Dx, double Da, double Db) Formula(double x, double a, double b);

    [Theory]
    [InlineData(-8, 7, 0)]
    [InlineData(0, 15, 0)]
    [InlineData(-2, 1, 0)]
    [InlineData(-7, 7, 1)]
    [InlineData(-7, 7, 2)]
    public void LearnedStep_MatchesLsq(int low, int high, int axis)
    {
        const int Count = 40;
        Formula lsq = (x, s, _) =>
        {
            double v = x / s;
            bool inside = v > low && v < high;
            return (Math.Clamp(Math.Round(v), low, high) * s, inside ? 1 : 0, inside ? Math.Round(v) - v : v <= low ? low : high, 0);
        };
        float[] steps = axis == 0 ? [0.13f] : axis == 1 ? [0.1f, 0.2f, 0.3f] : [0.1f, 0.15f, 0.2f, 0.25f, 0.3f];

        Check(lsq, (x, a, _) => Functions.LearnedStepQuantize(x, a, low, high, Count, axis), new Shape(4, 3, 5), steps, null, axis, 1 / Math.Sqrt((double)Count * high));
    }

    [Fact]
    public void LearnedStep_OfChannelsLastMemory_GivesTheSame()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor rows = Leaf(new Shape(2, 5, 7, 9), 1), step = Tensor.From<float>([0.2f], new Shape(1));
        Tensor y = Functions.LearnedStepQuantize(rows, step, -8, 7, 10), z = Functions.LearnedStepQuantize(rows.ToLayout(MemoryLayout.ChannelsLast), step, -8, 7, 10);

        z.Layout.ShouldBe(MemoryLayout.ChannelsLast);
        z.ToArray<float>().ShouldBe(y.ToArray<float>());
    }

    [Fact]
    public void Straight_PassesWhereCodesAreNotClamped()
    {
        Formula ste = (x, s, _) => (Math.Clamp(Math.Round(x / s), -3, 3) * s, Math.Abs(x / s) < 3.5 ? 1 : 0, 0, 0);

        Check(ste, (x, a, _) => Functions.StraightQuantize(x, a, -3, 3), new Shape(64), [0.3f], null, 0, 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-15)]
    public void Clipped_MatchesPact(int low)
    {
        Formula pact = (x, alpha, _) =>
        {
            double least = alpha * low / 15;
            double y = Math.Clamp(Math.Round(x / (alpha / 15)), low, 15) * (alpha / 15);
            return (y, x >= least && x < alpha ? 1 : 0, x >= alpha ? 1 : low < 0 && x < least ? -1 : 0, 0);
        };

        Check(pact, (x, a, _) => Functions.ClippedQuantize(x, a, low, 15), new Shape(9, 11), [0.8f], null, 0, 1);
    }

    [Fact]
    public void Sign_PassesWithinItsReach()
    {
        Formula bnn = (x, _, _) => (x < 0 ? -1 : 1, Math.Abs(x) <= 1 ? 1 : 0, 0, 0);
        Formula xnor = (x, a, _) => (x < 0 ? -a : a, (Math.Abs(x) <= 1 ? a : 0) + 0.25, 0, 0);

        Check(bnn, (x, _, _) => Functions.SignQuantize(x, [1], 1), new Shape(70), [1], null, 0, 0);
        Check(xnor, (x, a, _) => Functions.SignQuantize(x, a.AsSpan<float>(), 1, 0.25f), new Shape(3, 20), [0.3f, 0.5f, 0.7f], null, 0, 0);
    }

    [Fact]
    public void Ternary_MatchesTtq()
    {
        Formula ttq = (x, p, n) => x > 0.3 ? (p, p, 1, 0) : x < -0.3 ? (-n, n, 0, -1) : (0, 1, 0, 0);

        Check(ttq, (x, a, b) => Functions.TernaryQuantize(x, a, b!, 0.3f), new Shape(77), [0.6f], [0.9f], 0, 1);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(-3, 3)]
    public void Soft_Gradients_AreTheSlopes(int low, int high)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf(new Shape(37), 3), limit = Tensor.From<float>([1.2f], new Shape(1)), softness = Tensor.From<float>([0.3f], new Shape(1));
        foreach (ref float value in x.AsSpan<float>())
        {
            // Not where the stairs' steps join (multiples of 0.4): differences would straddle two of them.
            float steps = value / 0.4f;
            value += Math.Abs(steps - MathF.Round(steps)) < 0.1f ? 0.06f : 0;
        }

        (limit.RequiresGradient, softness.RequiresGradient) = (true, true);

        GradientCheck.Check(t => Functions.SoftQuantize(t[0], t[1], t[2], low, high, hard: false), [x, limit, softness], 1e-2);
    }

    [Fact]
    public void Soft_Hard_RoundsWithTheSoftGradient()
    {
        using TensorScope scope = TensorScope.Begin();
        (float[] soft, float[] softGradient) = Run(false);
        (float[] hard, float[] hardGradient) = Run(true);

        hardGradient.ShouldBe(softGradient);
        hard.ShouldAllBe(y => Math.Abs((y / 0.4f) - MathF.Round(y / 0.4f)) < 1e-5f);
        hard.Zip(soft).ShouldAllBe(p => Math.Abs(p.First - p.Second) <= 0.2f);

        static (float[] Value, float[] Gradient) Run(bool hard)
        {
            Tensor x = Leaf(new Shape(50), 4), limit = Tensor.From<float>([1.2f], new Shape(1)), softness = Tensor.From<float>([0.2f], new Shape(1));
            using GradientTape tape = GradientTape.Begin();
            Tensor y = Functions.SoftQuantize(x, limit, softness, -3, 3, hard);
            tape.Backward(y, Tensor.Full(y.Shape, 1));
            return (y.ToArray<float>(), x.Gradient!.ToArray<float>());
        }
    }

    [Fact]
    public void KeepZeros_LeavesZerosAloneEvenOnGridsWithoutZero()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Tensor.From<float>([0, 0.4f, 0, -2], new Shape(4)), step = Tensor.From<float>([0.3f], new Shape(1));
        x.RequiresGradient = true;
        using GradientTape tape = GradientTape.Begin();
        Tensor y = Functions.LearnedStepQuantize(x, step, -1, 1, 4, keepZeros: true);
        tape.Backward(y, Tensor.Full(y.Shape, 1));

        y.ToArray<float>().ShouldBe([0, 0.3f, 0, -0.3f], 1e-6f);
        x.Gradient!.ToArray<float>().ShouldBe([0, 0, 0, 0]);
    }

    [Fact]
    public void Gradient_QuantizedToFewBits_IsUnbiasedAndOnItsGrid()
    {
        using TensorScope scope = TensorScope.Begin();
        float[] seed = new float[4096];
        Array.Fill(seed, 0.1f);
        seed[0] = 1;
        Tensor x = Tensor.Zeros(new Shape(1, 4096));
        x.RequiresGradient = true;
        using GradientTape tape = GradientTape.Begin();
        Tensor y = Functions.QuantizeGradient(x, 2, RandomKey.FromSeed(3));
        tape.Backward(y, Tensor.From<float>(seed, y.Shape));

        float[] gradient = x.Gradient!.ToArray<float>();
        gradient.ShouldAllBe(g => Math.Abs(Math.Abs(g) - 1) < 1e-5 || Math.Abs(Math.Abs(g) - (1f / 3)) < 1e-5);
        gradient.Skip(1).Average().ShouldBe(0.1f, 0.02f);
    }

    private static void Check(Formula formula, Func<Tensor, Tensor, Tensor?, Tensor> function, Shape shape, float[] first, float[]? second, int axis, double parameterScale)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf(shape, 7), a = Tensor.From<float>(first, new Shape(first.Length));
        Tensor? b = second is null ? null : Tensor.From<float>(second, new Shape(second.Length));
        a.RequiresGradient = true;
        if (b is not null)
        {
            b.RequiresGradient = true;
        }

        float[] weights = new float[shape.Count];
        RandomKey.FromSeed(8).FillUniform(weights, -1, 1);
        using GradientTape tape = GradientTape.Begin();
        Tensor y = function(x, a, b);
        tape.Backward(y, Tensor.From<float>(weights, y.Shape));
        float[] values = x.ToArray<float>(), results = y.ToArray<float>(), gradient = x.Gradient!.ToArray<float>();
        double[] sumA = new double[first.Length], sumB = new double[first.Length];
        int inner = first.Length == 1 ? shape.Count : shape.Product(axis + 1, shape.Rank);
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / inner % first.Length;
            (double value, double dx, double da, double db) = formula(values[i], first[channel], second?[channel] ?? 0);
            ((double)results[i]).ShouldBe(value, 1e-5, $"value of x = {values[i]}");
            ((double)gradient[i]).ShouldBe(dx * weights[i], 1e-5, $"gradient at x = {values[i]}");
            sumA[channel] += da * weights[i] * parameterScale;
            sumB[channel] += db * weights[i] * parameterScale;
        }

        if (parameterScale > 0)
        {
            a.Gradient!.ToArray<float>().Select(g => (double)g).ShouldBe(sumA, 1e-4);
        }

        if (b is not null)
        {
            b.Gradient!.ToArray<float>().Select(g => (double)g).ShouldBe(sumB, 1e-4);
        }
    }

    private static Tensor Leaf(Shape shape, int seed)
    {
        float[] values = new float[shape.Count];
        RandomKey.FromSeed(seed).FillNormal(values);
        Tensor leaf = Tensor.From<float>(values, shape);
        leaf.RequiresGradient = true;
        return leaf;
    }
}
