namespace Lathe.Pipeline.Benchmarks;

/// <summary>How long one training step takes.</summary>
/// <param name="Workload">What was trained.</param>
/// <param name="Engine">Who trained it: a backend of ours, or the peer.</param>
/// <param name="Mode">Number format and memory layout.</param>
/// <param name="Batch">Samples in a step.</param>
/// <param name="Milliseconds">Median step.</param>
/// <param name="Spread">Half the distance between the quartiles, of the median.</param>
/// <param name="PeakBytes">The most memory the process held, bytes; 0 when unknown.</param>
public sealed record TrainTiming(string Workload, string Engine, string Mode, int Batch, double Milliseconds, double Spread, long PeakBytes)
{
    /// <summary>Samples a second.</summary>
    public double ItemsPerSecond => Batch / Milliseconds * 1e3;
}
