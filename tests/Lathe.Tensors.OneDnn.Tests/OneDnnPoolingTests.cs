using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Pooling;

namespace Lathe.Tensors.OneDnn.Tests;

public sealed unsafe class OneDnnPoolingTests
{
    private static readonly Dictionary<string, PoolGeometry> s_cases = new()
    {
        ["2x2"] = Of(3, 16, 8, 8, 2, 2, 0, 4, 4),
        ["3x3 stride 2, odd channels"] = Of(2, 13, 9, 9, 3, 2, 1, 5, 5),
        ["3x3 stride 2, padding counted"] = Of(2, 13, 9, 9, 3, 2, 1, 5, 5) with { CountIncludePad = true },
        ["whole image"] = Of(4, 64, 7, 7, 7, 1, 0, 1, 1),
        ["rounded up: windows over the edge"] = Of(2, 8, 8, 8, 3, 2, 0, 4, 4),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void AverageForward_AnyShape_MatchesManaged(string name) =>
        Compare(name, forward: true, (kernels, g, from, to) => kernels.AverageForward(g, from, to));

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void AverageBackward_AnyShape_MatchesManaged(string name) =>
        Compare(name, forward: false, (kernels, g, from, to) => kernels.AverageBackward(g, from, to));

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void MaxForward_WithoutPlaces_MatchesManaged(string name) =>
        Compare(name, forward: true, (kernels, g, from, to) => kernels.MaxForward(g, from, to, null));

    private delegate void Run(IPoolingKernels kernels, PoolGeometry geometry, float* from, float* to);

    private static void Compare(string name, bool forward, Run run)
    {
        var kernels = new OneDnnPooling(OneDnnFixture.Context, OneDnnFixture.Managed.Pooling, (in PoolGeometry _, PoolingKind _) => true);
        PoolGeometry g = s_cases[name];
        long inputs = (long)g.Batch * g.InputHeight * g.InputWidth * g.Channels, outputs = (long)g.Batch * g.OutputHeight * g.OutputWidth * g.Channels;
        using var from = AlignedBuffer.Random(forward ? inputs : outputs, 1);
        using var to = new AlignedBuffer(forward ? outputs : inputs);
        using var expected = new AlignedBuffer(to.Count);
        run(kernels, g, from.Pointer, to.Pointer);
        run(OneDnnFixture.Reference.Pooling, g, from.Pointer, expected.Pointer);
        to.ShouldMatch(expected, 1e-6, name);
    }

    private static PoolGeometry Of(int batch, int channels, int height, int width, int kernel, int stride, int pad, int outputHeight, int outputWidth) => new()
    {
        Batch = batch, Channels = channels, InputHeight = height, InputWidth = width, OutputHeight = outputHeight, OutputWidth = outputWidth,
        KernelHeight = kernel, KernelWidth = kernel, StrideHeight = stride, StrideWidth = stride, PadTop = pad, PadLeft = pad, PadBottom = pad, PadRight = pad,
    };
}
