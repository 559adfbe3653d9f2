namespace Lathe.Compression.Techniques.Costs;

/// <summary>Bytes of the weights at their bit widths.</summary>
public sealed class SizeCost : CountedCost
{
    /// <inheritdoc/>
    public override string Figure => "size";

    /// <inheritdoc/>
    public override string Unit => "B";

    /// <inheritdoc/>
    public override double Of(LayerWork work) => work.Weights * (double)work.WeightBits / 8;
}
