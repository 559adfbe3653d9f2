namespace Lathe.Compression.Techniques.Costs;

/// <summary>
/// Energy by operation and access at 45 nm (Horowitz 2014): 4.6 pJ for a binary32 multiply-accumulate, 0.23 pJ for one of 8-bit integers, and
/// 640 pJ for a word of 32 bits from DRAM, which every weight pays once and every activation, small enough to stay on chip, with 5 pJ.
/// </summary>
public sealed class EnergyCost : CountedCost
{
    private const double FloatMac = 4.6, ByteMac = 0.23, DramWord = 640, SramWord = 5;

    /// <inheritdoc/>
    public override string Figure => "energy";

    /// <inheritdoc/>
    public override string Unit => "uJ";

    /// <inheritdoc/>
    public override string Provenance => "analytic: Horowitz 2014, 45 nm; weights from DRAM, activations from 32 KB SRAM";

    /// <inheritdoc/>
    public override double Of(LayerWork work)
    {
        // The array of a multiplier grows with the product of the widths of its operands.
        double mac = work.WeightBits >= 32 || work.ActivationBits >= 32 ? FloatMac : ByteMac * work.WeightBits * work.ActivationBits / 64.0;
        return ((work.Macs * mac) + (work.Weights * (work.WeightBits / 32.0) * DramWord) + (work.Activations * (work.ActivationBits / 32.0) * SramWord)) / 1e6;
    }
}
