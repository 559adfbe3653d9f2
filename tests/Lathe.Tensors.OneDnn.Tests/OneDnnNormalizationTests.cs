using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Normalization;

namespace Lathe.Tensors.OneDnn.Tests;

public sealed unsafe class OneDnnNormalizationTests
{
    [SkippableTheory]
    [InlineData(3, 1, Activation.Identity)]
    [InlineData(50, 16, Activation.Identity)]
    [InlineData(50, 13, Activation.Identity)]
    [InlineData(512, 64, Activation.Relu)]
    [InlineData(50, 13, Activation.Relu)]
    [InlineData(50, 16, Activation.Relu6)]
    public void Batch_AnyShape_MatchesManaged(int rows, int channels, Activation activation)
    {
        INormalizationKernels reference = OneDnnFixture.Reference.Normalization;
        var kernels = new OneDnnNormalization(OneDnnFixture.Context, OneDnnFixture.Managed, (_, _) => true);
        using var x = AlignedBuffer.Random((long)rows * channels, 1);
        using var dy = AlignedBuffer.Random((long)rows * channels, 2);
        using var scale = AlignedBuffer.Random(channels, 3);
        using var shift = AlignedBuffer.Random(channels, 4);
        using var results = new Results(x.Count, channels);
        using var expected = new Results(x.Count, channels);
        foreach ((INormalizationKernels kernel, Results r) in new[] { (kernels, results), (reference, expected) })
        {
            kernel.BatchForwardTraining(rows, channels, x.Pointer, scale.Pointer, shift.Pointer, 1e-3f, activation, null, r.Y.Pointer, r.Mean.Pointer, r.Variance.Pointer, r.Inverse.Pointer);
            kernel.BatchBackward(rows, channels, x.Pointer, r.Y.Pointer, dy.Pointer, scale.Pointer, r.Mean.Pointer, r.Inverse.Pointer, activation, r.Dx.Pointer, r.Dscale.Pointer, r.Dshift.Pointer, null);
            kernel.BatchForwardInference(rows, channels, x.Pointer, scale.Pointer, shift.Pointer, r.Mean.Pointer, r.Variance.Pointer, 1e-3f, activation, r.Inference.Pointer);
        }

        results.ShouldMatch(expected);
        results.Inference.ShouldMatch(expected.Inference, 1e-5, "inference");
        results.Variance.ShouldMatch(expected.Variance, 1e-5, "variance");
    }

    [SkippableTheory]
    [InlineData(1, 5, true)]
    [InlineData(40, 128, true)]
    [InlineData(40, 33, true)]
    [InlineData(9, 64, false)]
    public void Layer_AnyShape_MatchesManaged(int rows, int columns, bool scaled)
    {
        INormalizationKernels reference = OneDnnFixture.Reference.Normalization;
        var kernels = new OneDnnNormalization(OneDnnFixture.Context, OneDnnFixture.Managed, (_, _) => true);
        using var x = AlignedBuffer.Random((long)rows * columns, 1);
        using var dy = AlignedBuffer.Random((long)rows * columns, 2);
        using var scale = AlignedBuffer.Random(columns, 3);
        using var shift = AlignedBuffer.Random(columns, 4);
        using var results = new Results(x.Count, Math.Max(rows, columns));
        using var expected = new Results(x.Count, Math.Max(rows, columns));
        foreach ((INormalizationKernels kernel, Results r) in new[] { (kernels, results), (reference, expected) })
        {
            r.Clear();
            kernel.LayerForward(rows, columns, x.Pointer, scaled ? scale.Pointer : null, scaled ? shift.Pointer : null, 1e-3f, r.Y.Pointer, r.Mean.Pointer, r.Inverse.Pointer);
            kernel.LayerBackward(rows, columns, x.Pointer, dy.Pointer, scaled ? scale.Pointer : null, r.Mean.Pointer, r.Inverse.Pointer, r.Dx.Pointer, scaled ? r.Dscale.Pointer : null, scaled ? r.Dshift.Pointer : null);
        }

        results.ShouldMatch(expected);
    }

    private sealed class Results(long count, int channels) : IDisposable
    {
        public AlignedBuffer Y { get; } = new(count);

        public AlignedBuffer Dx { get; } = new(count);

        public AlignedBuffer Inference { get; } = new(count);

        public AlignedBuffer Mean { get; } = new(channels);

        public AlignedBuffer Variance { get; } = new(channels);

        public AlignedBuffer Inverse { get; } = new(channels);

        public AlignedBuffer Dscale { get; } = new(channels);

        public AlignedBuffer Dshift { get; } = new(channels);

        public void Clear()
        {
            foreach (AlignedBuffer buffer in All())
            {
                buffer.Span.Clear();
            }
        }

        public void ShouldMatch(Results expected)
        {
            foreach ((AlignedBuffer actual, AlignedBuffer wanted, string name) in new[]
            {
                (Y, expected.Y, "y"), (Mean, expected.Mean, "mean"), (Inverse, expected.Inverse, "inverse deviation"),
                (Dx, expected.Dx, "dx"), (Dscale, expected.Dscale, "dscale"), (Dshift, expected.Dshift, "dshift"),
            })
            {
                actual.ShouldMatch(wanted, 2e-5, name);
            }
        }

        public void Dispose()
        {
            foreach (AlignedBuffer buffer in All())
            {
                buffer.Dispose();
            }
        }

        private IEnumerable<AlignedBuffer> All() => [Y, Dx, Inference, Mean, Variance, Inverse, Dscale, Dshift];
    }
}
