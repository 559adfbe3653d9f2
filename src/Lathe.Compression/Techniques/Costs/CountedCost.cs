using Lathe.Graph;

namespace Lathe.Compression.Techniques.Costs;

/// <summary>A cost that adds up over layers; derive to say what one layer costs.</summary>
public abstract class CountedCost : ICostModel
{
    /// <inheritdoc/>
    public abstract string Figure { get; }

    /// <inheritdoc/>
    public abstract string Unit { get; }

    /// <inheritdoc/>
    public virtual string Provenance => "analytic";

    /// <inheritdoc/>
    public abstract double Of(LayerWork work);

    /// <inheritdoc/>
    public double Of(ModelGraph graph) => LayerWorks.Of(graph).Sum(l => Of(l.Work));
}
