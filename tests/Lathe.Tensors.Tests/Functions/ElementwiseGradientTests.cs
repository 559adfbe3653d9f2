using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests;

[Trait("Category", "SimdSensitive")]
public class ElementwiseGradientTests
{
    public static TheoryData<UnaryOp> Unaries => [.. Enum.GetValues<UnaryOp>()];

    public static TheoryData<BinaryOp> Binaries => [.. Enum.GetValues<BinaryOp>()];

    [Theory]
    [MemberData(nameof(Unaries))]
    public void Unary_Gradient_MatchesDifferences(UnaryOp op)
    {
        using TensorScope scope = TensorScope.Begin();
        bool positive = op is UnaryOp.Log or UnaryOp.Sqrt or UnaryOp.Reciprocal;
        (float alpha, float beta) = op is UnaryOp.Clip ? (-1f, 1f) : op is UnaryOp.HardSigmoid ? (1f / 3, 0.5f) : (0.7f, 1.3f);
        Tensor x = GradientCheck.Leaf(new Shape(3, 7), 5, positive ? 0.4f : -2.8f, 2.8f);

        // Kinks of steps and of |x| are at whole numbers; the hard sigmoid's at 1.5, which the leaf avoids too.
        foreach (ref float value in x.AsSpan<float>())
        {
            float halves = value * 2;
            value += Math.Abs(halves - MathF.Round(halves)) < 0.04f ? 0.04f : 0;
        }

        GradientCheck.Check(t => Functions.Unary(op, t[0], alpha, beta), [x], 6e-3);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public void Binary_Gradient_MatchesDifferences(BinaryOp op)
    {
        foreach ((Shape left, Shape right) in new[]
        {
            (new Shape(2, 3, 5), new Shape(2, 3, 5)),
            (new Shape(2, 3, 5), new Shape(5)),
            (new Shape(3, 1), new Shape(2, 1, 5)),
            (Shape.Scalar, new Shape(2, 3)),
            (new Shape(2, 3, 4, 4), new Shape(1, 3, 1, 1)),
        })
        {
            using TensorScope scope = TensorScope.Begin();
            float low = op is BinaryOp.Power or BinaryOp.Divide ? 0.5f : -1.5f;
            Tensor a = GradientCheck.Leaf(left, 1, low), b = GradientCheck.Leaf(right, 2, low);
            if (op is BinaryOp.Minimum or BinaryOp.Maximum)
            {
                Separate(a, b);
            }

            GradientCheck.Check(t => Functions.Binary(op, t[0], t[1]), [a, b], 8e-3);
        }
    }

    /// <summary>No number of one is near a number of the other, where the larger of two has a kink.</summary>
    private static void Separate(Tensor a, Tensor b)
    {
        foreach (ref float value in a.AsSpan<float>())
        {
            value = MathF.Round(value * 10) / 10;
        }

        foreach (ref float value in b.AsSpan<float>())
        {
            value = (MathF.Round(value * 10) / 10) + 0.05f;
        }
    }

    [Fact]
    public void Where_Gradient_MatchesDifferences()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor c = Functions.Less(GradientCheck.Leaf(new Shape(4, 5), 3), Tensor.Full(new Shape(4, 5), 0));
        GradientCheck.Check(t => Functions.Where(c, t[0], t[1]), [GradientCheck.Leaf(new Shape(4, 5), 1), GradientCheck.Leaf(new Shape(4, 5), 2)]);
    }

    [Fact]
    public void Dropout_Gradient_MatchesDifferences()
    {
        using TensorScope scope = TensorScope.Begin();
        GradientCheck.Check(t => Functions.Dropout(t[0], 0.4f, RandomKey.FromSeed(3)), [GradientCheck.Leaf(new Shape(6, 9), 1)]);
    }
}
