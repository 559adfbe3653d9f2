using Lathe.Tensors.OneDnn.Softmax;

namespace Lathe.Tensors.OneDnn.Tests;

public sealed unsafe class OneDnnSoftmaxTests
{
    [SkippableTheory]
    [InlineData(1, 1, false)]
    [InlineData(7, 10, false)]
    [InlineData(7, 10, true)]
    [InlineData(33, 1000, false)]
    [InlineData(33, 1000, true)]
    public void ForwardAndBackward_AnyShape_MatchManaged(int rows, int columns, bool logarithm)
    {
        var kernels = new OneDnnSoftmax(OneDnnFixture.Context, OneDnnFixture.Managed.Softmax);
        using var x = AlignedBuffer.Random((long)rows * columns, 1);
        using var dy = AlignedBuffer.Random((long)rows * columns, 2);
        using var y = new AlignedBuffer(x.Count);
        using var dx = new AlignedBuffer(x.Count);
        using var expectedY = new AlignedBuffer(x.Count);
        using var expectedDx = new AlignedBuffer(x.Count);
        kernels.Forward(rows, columns, x.Pointer, y.Pointer, logarithm);
        OneDnnFixture.Reference.Softmax.Forward(rows, columns, x.Pointer, expectedY.Pointer, logarithm);
        y.ShouldMatch(expectedY, 1e-6, "forward");
        kernels.Backward(rows, columns, expectedY.Pointer, dy.Pointer, dx.Pointer, logarithm);
        OneDnnFixture.Reference.Softmax.Backward(rows, columns, expectedY.Pointer, dy.Pointer, expectedDx.Pointer, logarithm);
        dx.ShouldMatch(expectedDx, 1e-5, "backward");
    }

    [SkippableFact]
    public void Forward_InPlace_MatchesManaged()
    {
        var kernels = new OneDnnSoftmax(OneDnnFixture.Context, OneDnnFixture.Managed.Softmax);
        using var x = AlignedBuffer.Random(50, 3);
        using var expected = new AlignedBuffer(50);
        OneDnnFixture.Reference.Softmax.Forward(5, 10, x.Pointer, expected.Pointer, false);
        kernels.Forward(5, 10, x.Pointer, x.Pointer, false);
        x.ShouldMatch(expected, 1e-6, "in place");
    }
}
