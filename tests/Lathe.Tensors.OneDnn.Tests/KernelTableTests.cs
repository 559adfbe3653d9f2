using System.Diagnostics;
using Lathe.Tensors.Kernels;
using Lathe.Tensors.Kernels.Managed;
using Lathe.Tensors.OneDnn.Convolution;
using Lathe.Tensors.OneDnn.MatMul;
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
        foreach ((string name, ConvolutionGeometry g) in BenchmarkShapes.Convolutions)
        {
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

        // The lower decile: what the kernel takes when nobody else has the cores.
        return [.. samples.Select(s => s.Order().ElementAt(s.Count / 10))];
    }

    private static string Text(double[] values, string format = "F3") => string.Join(" / ", values.Select(v => v.ToString(format).PadLeft(7)));

    private readonly struct Nothing : IRangeBody
    {
        public void Run(int begin, int end)
        {
        }
    }
}
