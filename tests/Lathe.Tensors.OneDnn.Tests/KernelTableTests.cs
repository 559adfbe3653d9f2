using System.Diagnostics;
using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Convolution;
using Lathe.Tensors.OneDnn.MatMul;
using Lathe.Tensors.OneDnn.Normalization;
using Lathe.Tensors.OneDnn.Pooling;
using Lathe.Tensors.OneDnn.Softmax;
using Lathe.Tensors.Threading;
using Xunit.Abstractions;

namespace Lathe.Tensors.OneDnn.Tests;

/// <summary>
/// Prints the times behind docs/adr/0002-kernel-choice.md, candidates interleaved. Run with
/// <c>LATHE_KERNEL_TABLE=1 dotnet test tests/Lathe.Tensors.OneDnn.Tests -c Release --filter KernelTable --logger "console;verbosity=detailed"</c>.
/// </summary>
public sealed unsafe class KernelTableTests(ITestOutputHelper output)
{
    private const double SecondsPerCase = 0.25;

    [SkippableFact]
    public void Convolution_ShapesOfTheBenchmarks_Table()
    {
        Skip.If(Environment.GetEnvironmentVariable("LATHE_KERNEL_TABLE") != "1", "set LATHE_KERNEL_TABLE=1 to measure");
        OneDnnContext context = OneDnnFixture.Context;
        IConvolutionKernels[] candidates =
        [
            new OneDnnConvolution(context, OneDnnFixture.Managed, (_, _) => ConvolutionChoice.ChannelsLast),
            new OneDnnConvolution(context, OneDnnFixture.Managed, (_, _) => ConvolutionChoice.Blocked),
            OneDnnFixture.Managed.Convolution,
        ];
        output.WriteLine("ms: channels last / blocked / managed, for forward | backward data | backward weights");
        int share = int.TryParse(Environment.GetEnvironmentVariable("LATHE_KERNEL_TABLE_SHARE"), out int given) ? given : 1;
        foreach ((string name, ConvolutionGeometry whole) in BenchmarkShapes.Convolutions)
        {
            ConvolutionGeometry g = whole with { Batch = whole.Batch / share };
            using var x = AlignedBuffer.Random((long)g.Batch * g.InputHeight * g.InputWidth * g.InputChannels, 1);
            using var w = AlignedBuffer.Random((long)g.OutputChannels * (g.InputChannels / g.Groups) * g.KernelHeight * g.KernelWidth, 2);
            using var y = AlignedBuffer.Random((long)g.Batch * g.OutputHeight * g.OutputWidth * g.OutputChannels, 3);
            using var bias = AlignedBuffer.Random(g.OutputChannels, 4);
            double[] forward = Times(candidates, k => k.Forward(g, DType.Float32, x.Pointer, w.Pointer, null, y.Pointer, Activation.Identity, false));
            double[] weights = Times(candidates, k => k.BackwardWeights(g, DType.Float32, x.Pointer, y.Pointer, w.Pointer, null));
            double[] data = Times(candidates, k => k.BackwardData(g, DType.Float32, y.Pointer, w.Pointer, x.Pointer));
            output.WriteLine($"{name,-16} {Text(forward)} | {Text(data)} | {Text(weights)}");
        }
    }

    [SkippableFact]
    public void MatMul_ShapesOfTheBenchmarks_Table()
    {
        Skip.If(Environment.GetEnvironmentVariable("LATHE_KERNEL_TABLE") != "1", "set LATHE_KERNEL_TABLE=1 to measure");
        OneDnnContext context = OneDnnFixture.Context;
        IMatMulKernels[] candidates =
        [
            new OneDnnMatMul(context, OneDnnFixture.Managed, (in GemmArguments _) => MatMulChoice.Sgemm),
            new OneDnnMatMul(context, OneDnnFixture.Managed, (in GemmArguments _) => MatMulChoice.Primitive),
            OneDnnFixture.Managed.MatMul,
        ];
        output.WriteLine("us: sgemm / primitive / managed, for A B + bias, relu | A B^T | A^T B");
        foreach ((int batch, int m, int n, int k) in BenchmarkShapes.Products)
        {
            using var a = AlignedBuffer.Random((long)batch * m * k, 1);
            using var b = AlignedBuffer.Random((long)batch * k * n, 2);
            using var c = AlignedBuffer.Random((long)batch * m * n, 3);
            using var bias = AlignedBuffer.Random(n, 4);
            string line = $"{batch,3} x {m,5} {n,5} {k,5}:";
            foreach ((bool ta, bool tb, bool epilogue) in new[] { (false, false, true), (false, true, false), (true, false, false) })
            {
                var g = new GemmArguments
                {
                    Batch = batch, M = m, N = n, K = k, TransposeA = ta, TransposeB = tb, A = a.Pointer, B = b.Pointer, C = c.Pointer, LeadingA = ta ? m : k, LeadingB = tb ? k : n, LeadingC = n,
                    StrideA = (long)m * k, StrideB = (long)k * n, StrideC = (long)m * n, Alpha = 1, Bias = epilogue ? bias.Pointer : null, Activation = epilogue ? Activation.Relu : Activation.Identity,
                };
                line += $" {Text([.. Times(candidates, kernels => kernels.Gemm(g)).Select(t => t * 1000)], "F1")} |";
            }

            output.WriteLine(line);
        }
    }

    [SkippableFact]
    public void PassesOverRows_ShapesOfTheBenchmarks_Table()
    {
        Skip.If(Environment.GetEnvironmentVariable("LATHE_KERNEL_TABLE") != "1", "set LATHE_KERNEL_TABLE=1 to measure");
        OneDnnContext context = OneDnnFixture.Context;
        INormalizationKernels[] norms = [new OneDnnNormalization(context, OneDnnFixture.Managed, (_, _) => true), OneDnnFixture.Managed.Normalization];
        ISoftmaxKernels[] softmaxes = [new OneDnnSoftmax(context, OneDnnFixture.Managed.Softmax), OneDnnFixture.Managed.Softmax];
        output.WriteLine("us: oneDNN / managed, for batch norm forward | backward | with ReLU forward | backward | layer norm forward | backward | softmax forward | backward");
        foreach ((int rows, int columns) in new[] { (128 * 1024, 16), (128 * 256, 32), (128 * 64, 64), (128 * 1024, 64), (32 * 144, 64), (2048, 128), (700, 10000), (64, 10) })
        {
            using var x = AlignedBuffer.Random((long)rows * columns, 1);
            using var y = AlignedBuffer.Random((long)rows * columns, 2);
            using var z = AlignedBuffer.Random((long)rows * columns, 3);
            using var v = AlignedBuffer.Random(6L * Math.Max(rows, columns), 4);
            v.Span.Fill(0.5f);
            int n = Math.Max(rows, columns);
            float* a = v.Pointer, b = a + n, c = b + n, d = c + n, e = d + n;
            double[][] times =
            [
                Times(norms, k => k.BatchForwardTraining(rows, columns, x.Pointer, a, b, 1e-5f, Activation.Identity, null, y.Pointer, c, d, e)),
                Times(norms, k => k.BatchBackward(rows, columns, x.Pointer, null, y.Pointer, a, c, e, Activation.Identity, z.Pointer, b, d, null)),
                Times(norms, k => k.BatchForwardTraining(rows, columns, x.Pointer, a, b, 1e-5f, Activation.Relu, null, y.Pointer, c, d, e)),
                Times(norms, k => k.BatchBackward(rows, columns, x.Pointer, y.Pointer, y.Pointer, a, c, e, Activation.Relu, z.Pointer, b, d, null)),
                Times(norms, k => k.LayerForward(rows, columns, x.Pointer, a, b, 1e-5f, y.Pointer, c, e)),
                Times(norms, k => k.LayerBackward(rows, columns, x.Pointer, y.Pointer, a, c, e, z.Pointer, b, d)),
                Times(softmaxes, k => k.Forward(rows, columns, x.Pointer, y.Pointer, false)),
                Times(softmaxes, k => k.Backward(rows, columns, y.Pointer, x.Pointer, z.Pointer, false)),
            ];
            output.WriteLine($"[{rows,6}, {columns,5}] {string.Join(" |", times.Select(t => Text([.. t.Select(ms => ms * 1000)], "F1")))}");
        }
    }

    [SkippableFact]
    public void Pooling_ShapesOfTheBenchmarks_Table()
    {
        Skip.If(Environment.GetEnvironmentVariable("LATHE_KERNEL_TABLE") != "1", "set LATHE_KERNEL_TABLE=1 to measure");
        IPoolingKernels[] candidates = [new OneDnnPooling(OneDnnFixture.Context, OneDnnFixture.Managed.Pooling, (in PoolGeometry _, PoolingKind _) => true), OneDnnFixture.Managed.Pooling];
        output.WriteLine("us: oneDNN / managed, for maximum without places | mean forward | mean backward");
        foreach ((int batch, int channels, int size, int kernel, int stride) in new[] { (64, 20, 24, 2, 2), (64, 50, 8, 2, 2), (128, 64, 8, 8, 1), (128, 256, 8, 8, 1), (32, 256, 3, 3, 1), (32, 64, 32, 2, 2) })
        {
            int result = ((size - kernel) / stride) + 1;
            var g = new PoolGeometry { Batch = batch, Channels = channels, InputHeight = size, InputWidth = size, OutputHeight = result, OutputWidth = result, KernelHeight = kernel, KernelWidth = kernel, StrideHeight = stride, StrideWidth = stride };
            using var x = AlignedBuffer.Random((long)batch * size * size * channels, 1);
            using var y = AlignedBuffer.Random((long)batch * result * result * channels, 2);
            double[][] times =
            [
                Times(candidates, k => k.MaxForward(g, x.Pointer, y.Pointer, null)),
                Times(candidates, k => k.AverageForward(g, x.Pointer, y.Pointer)),
                Times(candidates, k => k.AverageBackward(g, y.Pointer, x.Pointer)),
            ];
            output.WriteLine($"{batch} x {channels} @ {size}, {kernel}x{kernel} s{stride}: {string.Join(" |", times.Select(t => Text([.. t.Select(ms => ms * 1000)], "F1")))}");
        }
    }

    [SkippableFact]
    public void Recurrent_ShapesOfTheBenchmarks_Table()
    {
        Skip.If(Environment.GetEnvironmentVariable("LATHE_KERNEL_TABLE") != "1", "set LATHE_KERNEL_TABLE=1 to measure");
        IRecurrentKernels[] candidates = [OneDnnFixture.Backend.Recurrent, OneDnnFixture.Managed.Recurrent];
        output.WriteLine("ms: managed cell on oneDNN's products / on managed products, for LSTM forward | backward");
        foreach (RecurrentGeometry g in new[] { new RecurrentGeometry(35, 20, 200, 200, false), new RecurrentGeometry(49, 32, 64, 128, false), new RecurrentGeometry(28, 64, 28, 64, false) })
        {
            int state = g.Batch * g.HiddenSize;
            using var x = AlignedBuffer.Random((long)g.Steps * g.Batch * g.InputSize, 1);
            using var w = AlignedBuffer.Random(4L * g.HiddenSize * (g.InputSize + g.HiddenSize + 2), 2);
            using var y = AlignedBuffer.Random((long)g.Steps * state, 3);
            using var dx = new AlignedBuffer(x.Count);
            using var dw = new AlignedBuffer(w.Count);
            using var last = new AlignedBuffer(4L * state);
            using var workspace = new AlignedBuffer(candidates[0].LstmWorkspace(g));
            float* r = w.Pointer + (4L * g.HiddenSize * g.InputSize), bias = r + (4L * g.HiddenSize * g.HiddenSize);
            float* dr = dw.Pointer + (r - w.Pointer), dbias = dw.Pointer + (bias - w.Pointer);
            double[] forward = Times(candidates, k => k.LstmForward(g, DType.Float32, x.Pointer, w.Pointer, r, bias, null, null, y.Pointer, last.Pointer, last.Pointer + state, workspace.Pointer));
            double[] backward = Times(candidates, k => k.LstmBackward(g, DType.Float32, x.Pointer, w.Pointer, r, bias, null, null, y.Pointer, workspace.Pointer, y.Pointer, null, null, dx.Pointer, dw.Pointer, dr, dbias, last.Pointer, last.Pointer + state));
            output.WriteLine($"{g.Steps} steps x {g.Batch}, {g.InputSize} to {g.HiddenSize}: {Text(forward)} | {Text(backward)}");
        }
    }

    [SkippableFact]
    public void Team_ForkAndJoin_Table()
    {
        Skip.If(Environment.GetEnvironmentVariable("LATHE_KERNEL_TABLE") != "1", "set LATHE_KERNEL_TABLE=1 to measure");
        using WorkerTeam workers = WorkerTeam.Create(2);
        foreach (int gap in new[] { 0, 20, 200, 2000 })
        {
            double[] times = Times<ThreadTeam>([OneDnnFixture.Context.Team, workers], team => team.For(2, 1, default(Nothing)), gap);
            output.WriteLine($"fork and join after {gap} us of serial work: OpenMP {times[0] * 1000:F1} us, managed team {times[1] * 1000:F1} us");
        }
    }

    private static double[] Times<T>(T[] candidates, Action<T> run, int gapMicroseconds = 0)
    {
        var samples = candidates.Select(_ => new List<double>()).ToArray();
        var total = Stopwatch.StartNew();
        for (int round = 0; round < 500 && (round < 3 || total.Elapsed.TotalSeconds < SecondsPerCase * candidates.Length); round++)
        {
            for (int i = 0; i < candidates.Length; i++)
            {
                long gap = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(gap).TotalMicroseconds < gapMicroseconds)
                {
                }

                long start = Stopwatch.GetTimestamp();
                run(candidates[i]);
                samples[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        // The fastest: what the kernel takes when nobody else has the cores.
        return [.. samples.Select(s => s.Min())];
    }

    private static string Text(double[] values, string format = "F3") => string.Join(" / ", values.Select(v => v.ToString(format).PadLeft(7)));

    private readonly struct Nothing : IRangeBody
    {
        public void Run(int begin, int end)
        {
        }
    }
}
