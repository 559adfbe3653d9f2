using Lathe.Hardware.Measurement;
using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Pipeline.Benchmarks;

/// <summary>Matrix products and convolutions of the training workloads, backend beside backend, in operations a second.</summary>
public sealed unsafe class KernelBenchmark(TimeProvider time, IReadOnlyList<KernelBackend> backends)
{
    private const double SecondsPerKernel = 0.3;
    private static readonly (int M, int N, int K)[] s_products = [(128, 300, 784), (512, 512, 512), (1024, 1024, 1024), (2048, 512, 128), (700, 10000, 200)];

    private static readonly (string Name, ConvolutionGeometry Geometry)[] s_convolutions =
    [
        ("conv 3x3 16-16 @32", Square(32, 16, 32, 16, 3, 1)), ("conv 3x3 64-64 @8", Square(32, 64, 8, 64, 3, 1)), ("conv 3x3 128-128 @16", Square(16, 128, 16, 128, 3, 1)),
        ("conv 3x3 s2 64-128 @32", Square(16, 64, 32, 128, 3, 2)), ("conv 1x1 64-64 @12", Square(32, 64, 12, 64, 1, 1)), ("depthwise 3x3 64 @12", Square(32, 64, 12, 64, 3, 1, 64)),
    ];

    /// <summary>Times every kernel on every backend.</summary>
    /// <param name="peak">Operations a second the machine can do with as many threads, see <see cref="PeakArithmetic"/>.</param>
    /// <param name="cancellation">Stops between kernels.</param>
    public IReadOnlyList<KernelTiming> Run(double peak, CancellationToken cancellation = default)
    {
        var rows = new List<KernelTiming>();
        foreach ((int m, int n, int k) in s_products)
        {
            using Tensor a = Random(m * k), b = Random(k * n), c = Random(m * n);
            var g = new GemmArguments { M = m, N = n, K = k, A = a.Pointer, B = b.Pointer, C = (float*)c.Pointer, LeadingA = k, LeadingB = n, LeadingC = n, Alpha = 1, Batch = 1 };
            Time($"gemm {m} x {n} x {k}", 2L * m * n * k, backend => backend.MatMul.Gemm(g));
        }

        foreach ((string name, ConvolutionGeometry g) in s_convolutions)
        {
            using Tensor x = Random(g.Batch * g.InputHeight * g.InputWidth * g.InputChannels), w = Random(g.OutputChannels * (g.InputChannels / g.Groups) * g.KernelHeight * g.KernelWidth);
            using Tensor y = Random(g.Batch * g.OutputHeight * g.OutputWidth * g.OutputChannels), dx = Random(x.Count), dw = Random(w.Count);
            Time(name + " forward", 2 * g.Macs, backend => backend.Convolution.Forward(g, DType.Float32, x.Pointer, w.Pointer, null, (float*)y.Pointer, Activation.Identity, false));
            Time(name + " data gradient", 2 * g.Macs, backend => backend.Convolution.BackwardData(g, DType.Float32, y.Pointer, w.Pointer, (float*)dx.Pointer));
            Time(name + " weight gradient", 2 * g.Macs, backend => backend.Convolution.BackwardWeights(g, DType.Float32, x.Pointer, y.Pointer, (float*)dw.Pointer, null));
        }

        return rows;

        void Time(string kernel, long flops, Action<KernelBackend> run)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] best = Fastest(run);
            for (int i = 0; i < backends.Count; i++)
            {
                rows.Add(new KernelTiming(kernel, backends[i].Name, best[i] * 1e6, flops, flops / best[i] / peak));
            }
        }
    }

    /// <summary>Seconds of the fastest run of each backend, runs taking turns.</summary>
    private double[] Fastest(Action<KernelBackend> run)
    {
        double[] best = [.. backends.Select(_ => double.PositiveInfinity)];
        long start = time.GetTimestamp();
        for (int round = 0; round < 3 || time.GetElapsedTime(start).TotalSeconds < SecondsPerKernel * backends.Count; round++)
        {
            for (int i = 0; i < backends.Count; i++)
            {
                long begin = time.GetTimestamp();
                run(backends[i]);
                best[i] = Math.Min(best[i], time.GetElapsedTime(begin).TotalSeconds);
            }
        }

        return best;
    }

    private static Tensor Random(int count)
    {
        float[] values = new float[count];
        RandomKey.FromSeed(count).FillNormal(values);
        return Tensor.From<float>(values, new Shape(count)).Outlive();
    }

    private static ConvolutionGeometry Square(int batch, int inputs, int size, int outputs, int kernel, int stride, int groups = 1)
    {
        int pad = kernel / 2, result = ((size + (2 * pad) - kernel) / stride) + 1;
        return new ConvolutionGeometry
        {
            Batch = batch, InputChannels = inputs, InputHeight = size, InputWidth = size, OutputChannels = outputs, OutputHeight = result, OutputWidth = result, KernelHeight = kernel, KernelWidth = kernel,
            StrideHeight = stride, StrideWidth = stride, PadTop = pad, PadLeft = pad, PadBottom = pad, PadRight = pad, Groups = groups,
        };
    }
}
