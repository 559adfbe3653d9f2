using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Pruning.Criteria;

/// <summary>Mean absolute weight.</summary>
public sealed class L1Criterion : SliceCriterion
{
    /// <inheritdoc/>
    public override string Name => "l1";

    /// <inheritdoc/>
    public override string Summary => "mean absolute weight";

    /// <inheritdoc/>
    public override string Paper => "Li et al. 2017, Pruning Filters for Efficient ConvNets, arXiv:1608.08710";

    /// <inheritdoc/>
    protected override Func<string, float[]?> Values(ChannelEvidence evidence) =>
        name => evidence.Graph.Parameters[name] is { Type: DType.Float32, Shape.Rank: >= 2 } data ? Array.ConvertAll(data.ToFloats(), Math.Abs) : null;
}
