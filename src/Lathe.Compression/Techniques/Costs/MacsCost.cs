namespace Lathe.Compression.Techniques.Costs;

/// <summary>Multiply-accumulates of one sample.</summary>
public sealed class MacsCost : CountedCost
{
    /// <inheritdoc/>
    public override string Figure => "macs";

    /// <inheritdoc/>
    public override string Unit => "MAC";

    /// <inheritdoc/>
    public override double Of(LayerWork work) => work.Macs;
}
