namespace Lathe.Pipeline.Benchmarks;

/// <summary>One network trained here and by the peer, in alternating processes; medians over the rounds.</summary>
/// <param name="Workload">The network.</param>
/// <param name="Ours">Our fastest format with the backend in force.</param>
/// <param name="Managed">Our managed kernels, f32.</param>
/// <param name="Peer">The peer's fastest mode.</param>
/// <param name="PeerFloat">The peer's fastest f32 mode.</param>
/// <param name="Low">The smallest ratio of any round.</param>
/// <param name="High">The largest ratio of any round.</param>
public sealed record TrainComparison(string Workload, TrainTiming Ours, TrainTiming Managed, TrainTiming Peer, TrainTiming PeerFloat, double Low, double High)
{
    /// <summary>How many times faster than the peer's best mode.</summary>
    public double Ratio => Peer.Milliseconds / Ours.Milliseconds;

    /// <summary>How many times faster the managed kernels are than the peer in f32.</summary>
    public double ManagedRatio => PeerFloat.Milliseconds / Managed.Milliseconds;

    /// <summary>Our memory as a share of the peer's.</summary>
    public double MemoryRatio => Peer.PeakBytes > 0 ? (double)Ours.PeakBytes / Peer.PeakBytes : double.NaN;

    /// <summary>The geometric mean of the ratios.</summary>
    public static double GeometricMean(IEnumerable<double> ratios) => Math.Exp(ratios.Average(r => Math.Log(r)));
}
