using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Convolution;

namespace Lathe.Tensors.OneDnn.Tests;

public sealed unsafe class OneDnnConvolutionTests
{
    private const double Tolerance = 2e-5;

    public static IEnumerable<object[]> Cases =>
        from name in ConvolutionCases.All.Keys
        from choice in new[] { "ChannelsLast", "Blocked", "Default" }
        select new object[] { name, choice };

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Forward_AnyShape_MatchesTheDefinition(string name, string choice)
    {
        IConvolutionKernels kernels = Kernels(choice);
        ConvolutionGeometry g = ConvolutionCases.All[name];
        using var x = AlignedBuffer.Random(InputCount(g), 1);
        using var w = AlignedBuffer.Random(WeightCount(g), 2);
        using var bias = AlignedBuffer.Random(g.OutputChannels, 3);
        foreach ((Activation activation, bool accumulate, bool biased) in new[] { (Activation.Identity, false, true), (Activation.Relu, true, true), (Activation.Relu6, false, false) })
        {
            using var y = AlignedBuffer.Random(OutputCount(g), 4);
            using AlignedBuffer expected = y.Copy();
            float* biasPointer = biased ? bias.Pointer : null;
            kernels.Forward(g, DType.Float32, x.Pointer, w.Pointer, biasPointer, y.Pointer, activation, accumulate);
            NaiveConvolution.Forward(g, x.Pointer, w.Pointer, biasPointer, expected.Pointer, activation, accumulate);
            y.ShouldMatch(expected, Tolerance, $"{name}, {activation}, accumulate {accumulate}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void BackwardData_AnyShape_MatchesTheDefinition(string name, string choice)
    {
        IConvolutionKernels kernels = Kernels(choice);
        ConvolutionGeometry g = ConvolutionCases.All[name];
        using var dy = AlignedBuffer.Random(OutputCount(g), 5);
        using var w = AlignedBuffer.Random(WeightCount(g), 6);
        using var dx = new AlignedBuffer(InputCount(g));
        using var expected = new AlignedBuffer(InputCount(g));
        kernels.BackwardData(g, DType.Float32, dy.Pointer, w.Pointer, dx.Pointer);
        NaiveConvolution.BackwardData(g, dy.Pointer, w.Pointer, expected.Pointer);
        dx.ShouldMatch(expected, Tolerance, name);
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void BackwardWeights_AnyShape_MatchesTheDefinition(string name, string choice)
    {
        IConvolutionKernels kernels = Kernels(choice);
        ConvolutionGeometry g = ConvolutionCases.All[name];
        using var x = AlignedBuffer.Random(InputCount(g), 7);
        using var dy = AlignedBuffer.Random(OutputCount(g), 8);
        using var dw = new AlignedBuffer(WeightCount(g));
        using var db = new AlignedBuffer(g.OutputChannels);
        using var expected = new AlignedBuffer(WeightCount(g));
        using var expectedBias = new AlignedBuffer(g.OutputChannels);
        kernels.BackwardWeights(g, DType.Float32, x.Pointer, dy.Pointer, dw.Pointer, db.Pointer);
        NaiveConvolution.BackwardWeights(g, x.Pointer, dy.Pointer, expected.Pointer, expectedBias.Pointer);
        dw.ShouldMatch(expected, Tolerance, name);
        db.ShouldMatch(expectedBias, Tolerance, name + ", bias");

        dw.Span.Fill(float.NaN);
        kernels.BackwardWeights(g, DType.Float32, x.Pointer, dy.Pointer, dw.Pointer, null);
        dw.ShouldMatch(expected, Tolerance, name + ", without bias");
    }

    [SkippableTheory]
    [MemberData(nameof(ConvolutionCases.Names), MemberType = typeof(ConvolutionCases))]
    public void Forward_BFloat16Inputs_MatchesTheDefinition(string name)
    {
        IConvolutionKernels kernels = Kernels("Default");
        ConvolutionGeometry g = ConvolutionCases.All[name];
        using var x = AlignedBuffer.Random(InputCount(g), 9);
        using var w = AlignedBuffer.Random(WeightCount(g), 10);
        using AlignedBuffer xHalf = x.RoundToBFloat16();
        using AlignedBuffer wHalf = w.RoundToBFloat16();
        using var y = new AlignedBuffer(OutputCount(g));
        using var expected = new AlignedBuffer(OutputCount(g));
        kernels.Forward(g, DType.BFloat16, xHalf.Pointer, wHalf.Pointer, null, y.Pointer, Activation.Identity, false);
        NaiveConvolution.Forward(g, x.Pointer, w.Pointer, null, expected.Pointer, Activation.Identity, false);
        y.ShouldMatch(expected, Tolerance, name);
    }

    [SkippableFact]
    public void Forward_Twice_GivesTheSameBits()
    {
        IConvolutionKernels kernels = Kernels("Default");
        ConvolutionGeometry g = ConvolutionCases.All["16 to 32, stride 2, odd"];
        using var x = AlignedBuffer.Random(InputCount(g), 11);
        using var w = AlignedBuffer.Random(WeightCount(g), 12);
        using var first = new AlignedBuffer(OutputCount(g));
        using var second = new AlignedBuffer(OutputCount(g));
        kernels.Forward(g, DType.Float32, x.Pointer, w.Pointer, null, first.Pointer, Activation.Relu, false);
        kernels.Forward(g, DType.Float32, x.Pointer, w.Pointer, null, second.Pointer, Activation.Relu, false);
        first.Span.SequenceEqual(second.Span).ShouldBeTrue();
    }

    [SkippableFact]
    public void Forward_SteadyState_AllocatesNothingManaged()
    {
        IConvolutionKernels kernels = Kernels("Blocked");
        ConvolutionGeometry g = ConvolutionCases.All["wide, blocked"];
        using var x = AlignedBuffer.Random(InputCount(g), 13);
        using var w = AlignedBuffer.Random(WeightCount(g), 14);
        using var y = new AlignedBuffer(OutputCount(g));
        for (int i = 0; i < 3; i++)
        {
            kernels.Forward(g, DType.Float32, x.Pointer, w.Pointer, null, y.Pointer, Activation.Relu, false);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        kernels.Forward(g, DType.Float32, x.Pointer, w.Pointer, null, y.Pointer, Activation.Relu, false);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static IConvolutionKernels Kernels(string choice) => choice == "Default"
        ? OneDnnFixture.Backend.Convolution
        : new OneDnnConvolution(OneDnnFixture.Context, OneDnnFixture.Managed, (_, _) => Enum.Parse<ConvolutionChoice>(choice));

    private static long InputCount(ConvolutionGeometry g) => (long)g.Batch * g.InputHeight * g.InputWidth * g.InputChannels;

    private static long OutputCount(ConvolutionGeometry g) => (long)g.Batch * g.OutputHeight * g.OutputWidth * g.OutputChannels;

    private static long WeightCount(ConvolutionGeometry g) => (long)g.OutputChannels * (g.InputChannels / g.Groups) * g.KernelHeight * g.KernelWidth;
}
