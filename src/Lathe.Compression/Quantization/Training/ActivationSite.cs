namespace Lathe.Compression.Quantization.Training;

/// <summary>A value that gets a quantizer before layers read it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Bits">Bits of an activation.</param>
/// <param name="Range">What was seen of it.</param>
/// <param name="Axes">The axes a product with weights sums over, space included.</param>
internal sealed record ActivationSite(string Value, int Bits, RangeHistogram Range, int[] Axes)
{
    /// <summary>True when it is never negative.</summary>
    public bool Rectified => Range.Count == 0 || Range.Min >= 0;

    /// <summary>The codes: from 0 for rectified values, else on both sides of it.</summary>
    public (int Low, int High) Codes => Rectified ? (0, (1 << Bits) - 1) : (-(1 << (Bits - 1)), (1 << (Bits - 1)) - 1);
}
