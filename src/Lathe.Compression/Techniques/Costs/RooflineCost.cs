namespace Lathe.Compression.Techniques.Costs;

/// <summary>
/// Latency by the roofline (Williams et al. 2009): a layer takes as long as the slower of arithmetic and memory, <c>max(macs / peak, bytes /
/// bandwidth)</c>, where peak grows in proportion as operands get narrower, down to 8 bits.
/// </summary>
/// <param name="gigaMacsPerSecond">Peak at 32 bits.</param>
/// <param name="gigabytesPerSecond">Memory bandwidth.</param>
public sealed class RooflineCost(double gigaMacsPerSecond = 50, double gigabytesPerSecond = 10) : CountedCost
{
    // Below a byte operands are unpacked first: they save memory, not arithmetic.
    private const int NarrowestOperand = 8;

    /// <inheritdoc/>
    public override string Figure => "latency";

    /// <inheritdoc/>
    public override string Unit => "ms";

    /// <inheritdoc/>
    public override string Provenance => $"analytic: roofline of {gigaMacsPerSecond} GMAC/s at 32 bits and {gigabytesPerSecond} GB/s";

    /// <inheritdoc/>
    public override double Of(LayerWork work)
    {
        int operand = Math.Max(NarrowestOperand, Math.Max(work.WeightBits, work.ActivationBits));
        double bytes = ((work.Weights * (double)work.WeightBits) + (work.Activations * (double)work.ActivationBits)) / 8;
        return Math.Max(work.Macs * (operand / 32.0) / (gigaMacsPerSecond * 1e6), bytes / (gigabytesPerSecond * 1e6));
    }
}
