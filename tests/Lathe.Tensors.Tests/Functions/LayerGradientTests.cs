using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests;

[Trait("Category", "SimdSensitive")]
public class LayerGradientTests
{
    [Theory]
    [InlineData(3, 5, 3, 1, 1, 1)]
    [InlineData(4, 6, 3, 2, 2, 1)]
    [InlineData(6, 6, 3, 1, 6, 1)]
    [InlineData(3, 6, 3, 2, 3, 1)]
    [InlineData(1, 17, 1, 1, 1, 1)]
    [InlineData(5, 4, 3, 1, 1, 2)]
    public void Convolution_Gradient_MatchesDifferences(int input, int output, int kernel, int stride, int groups, int dilation)
    {
        using TensorScope scope = TensorScope.Begin();
        ConvolutionOptions options = new() { Stride = (stride, stride), Dilation = (dilation, dilation), Pad = (1, 0, 2, 1), Groups = groups };
        GradientCheck.Check(
            t => Functions.Convolution(t[0], t[1], t[2], options),
            [GradientCheck.Leaf(new Shape(2, input, 7, 6), 1), GradientCheck.Leaf(new Shape(output, input / groups, kernel, kernel), 2), GradientCheck.Leaf(new Shape(output), 3)]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void ConvolutionTranspose_Gradient_MatchesDifferences(int stride, int groups)
    {
        using TensorScope scope = TensorScope.Begin();
        GradientCheck.Check(
            t => Functions.ConvolutionTranspose(t[0], t[1], t[2], ConvolutionOptions.Square(stride, 1, groups)),
            [GradientCheck.Leaf(new Shape(2, 4, 4, 5), 1), GradientCheck.Leaf(new Shape(4, 3, 3, 3), 2), GradientCheck.Leaf(new Shape(3 * groups), 3)]);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void MatMul_Gradient_MatchesDifferences(bool transposeA, bool transposeB)
    {
        using TensorScope scope = TensorScope.Begin();
        GradientCheck.Check(
            t => Functions.MatMul(t[0], t[1], transposeA, transposeB),
            [GradientCheck.Leaf(transposeA ? new Shape(2, 5, 3) : new Shape(2, 3, 5), 1), GradientCheck.Leaf(transposeB ? new Shape(4, 5) : new Shape(5, 4), 2)]);
    }

    [Fact]
    public void Linear_OfSequences_GradientMatchesDifferences()
    {
        using TensorScope scope = TensorScope.Begin();
        GradientCheck.Check(t => Functions.Linear(t[0], t[1], t[2]), [GradientCheck.Leaf(new Shape(4, 2, 5), 1), GradientCheck.Leaf(new Shape(3, 5), 2), GradientCheck.Leaf(new Shape(3), 3)]);
    }

    [Fact]
    public void Linear_Gradient_MatchesDifferences()
    {
        using TensorScope scope = TensorScope.Begin();
        GradientCheck.Check(t => Functions.Linear(t[0], t[1], t[2]), [GradientCheck.Leaf(new Shape(3, 6), 1), GradientCheck.Leaf(new Shape(5, 6), 2), GradientCheck.Leaf(new Shape(5), 3)]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    public void BatchNormTraining_Gradient_MatchesDifferences(int channels)
    {
        using TensorScope scope = TensorScope.Begin();
        GradientCheck.Check(
            t => Functions.BatchNormTraining(t[0], t[1], t[2], null, null, 0.1f, 1e-3f, residual: t[3]),
            [GradientCheck.Leaf(new Shape(3, channels, 3, 2), 1), GradientCheck.Leaf(new Shape(channels), 2), GradientCheck.Leaf(new Shape(channels), 3), GradientCheck.Leaf(new Shape(3, channels, 3, 2), 4)],
            1e-2);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(19)]
    public void LayerNorm_Gradient_MatchesDifferences(int columns)
    {
        using TensorScope scope = TensorScope.Begin();
        GradientCheck.Check(t => Functions.LayerNorm(t[0], t[1], t[2], -1, 1e-3f), [GradientCheck.Leaf(new Shape(4, columns), 1), GradientCheck.Leaf(new Shape(columns), 2), GradientCheck.Leaf(new Shape(columns), 3)], 1e-2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Softmax_Gradient_MatchesDifferences(int axis)
    {
        using TensorScope scope = TensorScope.Begin();
        GradientCheck.Check(t => Functions.Softmax(t[0], axis), [GradientCheck.Leaf(new Shape(3, 4, 9), 1)]);
        GradientCheck.Check(t => Functions.LogSoftmax(t[0], axis), [GradientCheck.Leaf(new Shape(3, 4, 9), 2)]);
    }

    [Fact]
    public void CrossEntropy_Gradient_MatchesDifferences()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor labels = Tensor.From<int>([0, 8, -100, 3], new Shape(4));
        GradientCheck.Check(t => Functions.CrossEntropy(t[0], labels, 0.1f), [GradientCheck.Leaf(new Shape(4, 9), 1)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pooling_Gradient_MatchesDifferences(bool ceil)
    {
        using TensorScope scope = TensorScope.Begin();
        PoolingOptions options = new() { Kernel = (3, 2), Stride = (2, 2), Pad = (1, 0, 1, 1), CeilMode = ceil };
        GradientCheck.Check(t => Functions.AveragePool(t[0], options), [GradientCheck.Leaf(new Shape(2, 3, 6, 5), 1)]);
        GradientCheck.Check(t => Functions.AveragePool(t[0], options with { CountIncludePad = true }), [GradientCheck.Leaf(new Shape(2, 9, 6, 5), 2)]);
        GradientCheck.Check(t => Functions.GlobalAveragePool(t[0]), [GradientCheck.Leaf(new Shape(2, 3, 6, 5), 3)]);

        // All values differ by more than the step.
        Tensor x = GradientCheck.Leaf(new Shape(1, 2, 6, 5), 4);
        int[] order = RandomKey.FromSeed(7).Permutation(x.Count);
        for (int i = 0; i < order.Length; i++)
        {
            x.AsSpan<float>()[i] = order[i] * 0.05f;
        }

        GradientCheck.Check(t => Functions.MaxPool(t[0], options), [x]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lstm_Gradient_MatchesDifferences(bool reverse)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor[] leaves = [GradientCheck.Leaf(new Shape(4, 2, 3), 1), GradientCheck.Leaf(new Shape(20, 3), 2, -0.7f, 0.7f), GradientCheck.Leaf(new Shape(20, 5), 3, -0.7f, 0.7f), GradientCheck.Leaf(new Shape(40), 4, -0.5f, 0.5f), GradientCheck.Leaf(new Shape(2, 5), 5), GradientCheck.Leaf(new Shape(2, 5), 6)];
        GradientCheck.Check(t => Functions.Lstm(t[0], t[1], t[2], t[3], t[4], t[5], reverse).Y, leaves);
    }

    [Fact]
    public void Lstm_GradientOfLastCell_MatchesDifferences()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor[] leaves = [GradientCheck.Leaf(new Shape(3, 2, 3), 1), GradientCheck.Leaf(new Shape(20, 3), 2, -0.7f, 0.7f), GradientCheck.Leaf(new Shape(20, 5), 3, -0.7f, 0.7f), GradientCheck.Leaf(new Shape(40), 4, -0.5f, 0.5f)];
        GradientCheck.Check(t => Functions.Lstm(t[0], t[1], t[2], t[3], null, null, false).Cell, leaves);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Gru_Gradient_MatchesDifferences(bool reverse, bool linearBeforeReset)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor[] leaves = [GradientCheck.Leaf(new Shape(4, 2, 3), 1), GradientCheck.Leaf(new Shape(15, 3), 2, -0.7f, 0.7f), GradientCheck.Leaf(new Shape(15, 5), 3, -0.7f, 0.7f), GradientCheck.Leaf(new Shape(30), 4, -0.5f, 0.5f), GradientCheck.Leaf(new Shape(2, 5), 5)];
        GradientCheck.Check(t => Functions.Gru(t[0], t[1], t[2], t[3], t[4], reverse, linearBeforeReset).Y, leaves);
    }
}
