namespace Lathe.Pipeline.Benchmarks;

/// <summary>The speed of one kernel.</summary>
/// <param name="Kernel">What is computed.</param>
/// <param name="Backend">Whose kernel.</param>
/// <param name="Microseconds">Fastest run.</param>
/// <param name="Flops">Operations of a run by definition (two per multiply-accumulate), whatever the algorithm does.</param>
/// <param name="PeakShare">Operations a second as a share of this machine's measured peak; above 1 for algorithms that need fewer.</param>
public sealed record KernelTiming(string Kernel, string Backend, double Microseconds, long Flops, double PeakShare)
{
    /// <summary>Billions of operations a second.</summary>
    public double GigaflopsPerSecond => Flops / Microseconds / 1e3;
}
