namespace Lathe.Compression.Pruning.Criteria;

/// <summary>First-order change of the loss.</summary>
public sealed class TaylorCriterion : SliceCriterion
{
    /// <inheritdoc/>
    public override string Name => "taylor";

    /// <inheritdoc/>
    public override string Summary => "(sum of weight times mean gradient)^2 over its slices";

    /// <inheritdoc/>
    public override string Paper => "Molchanov et al. 2019, Importance Estimation for Neural Network Pruning, arXiv:1906.10771";

    /// <inheritdoc/>
    public override bool ComparesLayers => true;

    /// <inheritdoc/>
    protected override Func<string, float[]?> Values(ChannelEvidence evidence) =>
        name => evidence.Gradients.TryGetValue(name, out float[]? gradient) ? [.. evidence.Graph.Parameters[name].ToFloats().Zip(gradient, (w, g) => w * g)] : null;

    /// <inheritdoc/>
    protected override double Finish(double sum, long count) => sum * sum;
}
