using Lathe.Tensors.Autograd;

namespace Lathe.Tensors.Tests;

/// <summary>Compares the gradients of a function with central differences.</summary>
internal static class GradientCheck
{
    private const float Step = 4e-3f;

    /// <summary>A leaf of numbers in [low, high), not closer than 0.02 to any whole third: kinks lie there.</summary>
    public static Tensor Leaf(Shape shape, int seed, float low = -1.5f, float high = 1.5f)
    {
        float[] values = new float[shape.Count];
        RandomKey.FromSeed(seed).FillUniform(values, low, high);
        for (int i = 0; i < values.Length; i++)
        {
            float thirds = values[i] * 3;
            if (MathF.Abs(thirds - MathF.Round(thirds)) < 0.06f)
            {
                values[i] += 0.05f;
            }
        }

        Tensor leaf = Tensor.From<float>(values, shape);
        leaf.RequiresGradient = true;
        return leaf;
    }

    /// <summary>Checks every element of every leaf (or evenly chosen ones of long leaves).</summary>
    public static void Check(Func<Tensor[], Tensor> function, Tensor[] leaves, double tolerance = 4e-3)
    {
        float[] weights;
        using (GradientTape tape = GradientTape.Begin())
        {
            Tensor y = function(leaves);
            weights = new float[y.Count];
            RandomKey.FromSeed(99).FillUniform(weights, -1, 1);
            tape.Backward(y, Tensor.From<float>(weights, y.Shape));
        }

        for (int which = 0; which < leaves.Length; which++)
        {
            Tensor leaf = leaves[which];
            float[] gradient = leaf.Gradient.ShouldNotBeNull($"leaf {which} got no gradient").ToArray<float>();
            gradient.Length.ShouldBe(leaf.Count);
            double scale = Math.Max(1, gradient.Max(Math.Abs));
            for (int i = 0; i < leaf.Count; i += 1 + (leaf.Count / 40))
            {
                double expected = Slope(function, leaves, leaf, i, weights);
                (Math.Abs(gradient[i] - expected) <= tolerance * scale).ShouldBeTrue($"leaf {which}, element {i}: gradient {gradient[i]}, differences {expected}");
            }
        }
    }

    private static double Slope(Func<Tensor[], Tensor> function, Tensor[] leaves, Tensor leaf, int i, float[] weights)
    {
        float saved = leaf.AsSpan<float>()[i];
        leaf.AsSpan<float>()[i] = saved + Step;
        double up = Value(function(leaves), weights);
        leaf.AsSpan<float>()[i] = saved - Step;
        double down = Value(function(leaves), weights);
        leaf.AsSpan<float>()[i] = saved;
        return (up - down) / ((double)(saved + Step) - (saved - Step));
    }

    private static double Value(Tensor y, float[] weights)
    {
        float[] values = y.ToArray<float>();
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += (double)values[i] * weights[i];
        }

        return sum;
    }
}
