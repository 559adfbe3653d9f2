namespace Lathe.Compression.Pruning.Criteria;

/// <summary>Scale of the batch normalisation behind a channel.</summary>
public sealed class BatchNormCriterion : SliceCriterion
{
    /// <inheritdoc/>
    public override string Name => "batchnorm";

    /// <inheritdoc/>
    public override string Summary => "absolute scale of the normalisation";

    /// <inheritdoc/>
    public override string Paper => "Liu et al. 2017, Learning Efficient Convolutional Networks through Network Slimming, arXiv:1708.06519";

    /// <inheritdoc/>
    protected override Func<string, float[]?> Values(ChannelEvidence evidence)
    {
        HashSet<string> gammas = ChannelSlices.Gammas(evidence.Graph);
        return name => gammas.Contains(name) ? Array.ConvertAll(evidence.Graph.Parameters[name].ToFloats(), Math.Abs) : null;
    }
}
