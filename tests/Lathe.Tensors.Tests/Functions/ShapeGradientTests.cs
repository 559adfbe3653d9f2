using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests;

[Trait("Category", "SimdSensitive")]
public class ShapeGradientTests
{
    public static TheoryData<ReduceOp> Reductions => [.. Enum.GetValues<ReduceOp>()];

    [Theory]
    [MemberData(nameof(Reductions))]
    public void Reduce_Gradient_MatchesDifferences(ReduceOp op)
    {
        foreach (int[] axes in new int[][] { [], [0], [1], [2], [0, 2] })
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor x = GradientCheck.Leaf(new Shape(2, 3, 4), 4);
            int[] order = RandomKey.FromSeed(11).Permutation(x.Count);
            for (int i = 0; i < order.Length; i++)
            {
                x.AsSpan<float>()[i] = ((order[i] - 11.5f) * 0.06f) + 0.3f;
            }

            GradientCheck.Check(t => Functions.Reduce(op, t[0], axes, keepDimensions: true), [x], 6e-3);
        }
    }

    [Fact]
    public void Moves_Gradient_MatchesDifferences()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor indices = Tensor.From<long>([2, 0, 2, 3], new Shape(2, 2));
        GradientCheck.Check(t => Functions.Reshape(t[0], new Shape(6, 5)), [GradientCheck.Leaf(new Shape(2, 3, 5), 1)]);
        GradientCheck.Check(t => Functions.Transpose(t[0], [2, 0, 1]), [GradientCheck.Leaf(new Shape(2, 3, 5), 1)]);
        GradientCheck.Check(t => Functions.Expand(t[0], new Shape(4, 3, 5)), [GradientCheck.Leaf(new Shape(3, 1), 1)]);
        GradientCheck.Check(t => Functions.Slice(t[0], 1, 1, 2, 2), [GradientCheck.Leaf(new Shape(2, 5, 3), 1)]);
        GradientCheck.Check(t => Functions.Pad(t[0], [1, 0, 2], [0, 2, 1]), [GradientCheck.Leaf(new Shape(2, 3, 4), 1)]);
        GradientCheck.Check(t => Functions.Concat([t[0], t[1], t[0]], 1), [GradientCheck.Leaf(new Shape(2, 3, 4), 1), GradientCheck.Leaf(new Shape(2, 1, 4), 2)]);
        GradientCheck.Check(t => Functions.Split(t[0], 1, [1, 3])[1], [GradientCheck.Leaf(new Shape(2, 4, 3), 1)]);
        GradientCheck.Check(t => Functions.Gather(t[0], indices, 1), [GradientCheck.Leaf(new Shape(2, 4, 3), 1)]);
    }
}
