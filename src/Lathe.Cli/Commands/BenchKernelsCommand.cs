using System.CommandLine;
using Lathe.Pipeline.Benchmarks;
using Lathe.Tensors;
using Lathe.Tensors.Kernels;
using Lathe.Tensors.Kernels.Managed;

namespace Lathe.Cli.Commands;

/// <summary><c>bench kernels</c>: operations a second and their share of the measured peak.</summary>
internal static class BenchKernelsCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("kernels", "GFLOP/s of products and convolutions, and their share of this machine's measured peak. Example: LATHE_THREADS=1 lathe bench kernels") { json };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed.GetValue(json), cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(bool json, CancellationToken cancellation)
    {
        Console.Error.WriteLine(Engine.Start());
        KernelBackend chosen = ComputeBackend.Current;
        KernelBackend[] backends = chosen.Name == "managed" ? [chosen] : [chosen, ManagedBackend.Create(chosen.Threads)];
        double peak = PeakArithmetic.Measure(chosen.Threads, TimeProvider.System);
        IReadOnlyList<KernelTiming> rows = new KernelBenchmark(TimeProvider.System, backends).Run(peak, cancellation);
        if (json)
        {
            Output.Json(new { peakGigaflopsPerSecond = peak / 1e9, rows });
            return ExitCodes.Done;
        }

        Output.Table(["kernel", "backend", "us", "GFLOP/s", "of peak"], rows.Select(r => new[] { r.Kernel, r.Backend, $"{r.Microseconds:0.0}", $"{r.GigaflopsPerSecond:0.0}", $"{r.PeakShare:P0}" }));
        Console.Out.WriteLine($"measured peak: {peak / 1e9:0} GFLOP/s on {chosen.Threads.Count} threads; shares above 100 % are algorithms that need fewer operations than the definition (Winograd).");
        return ExitCodes.Done;
    }
}
