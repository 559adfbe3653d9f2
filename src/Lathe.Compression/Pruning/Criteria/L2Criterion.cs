using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Pruning.Criteria;

/// <summary>Root mean square weight.</summary>
public sealed class L2Criterion : SliceCriterion
{
    /// <inheritdoc/>
    public override string Name => "l2";

    /// <inheritdoc/>
    public override string Summary => "root mean square weight";

    /// <inheritdoc/>
    public override string Paper => "Li et al. 2017, Pruning Filters for Efficient ConvNets, arXiv:1608.08710";

    /// <inheritdoc/>
    protected override Func<string, float[]?> Values(ChannelEvidence evidence) =>
        name => evidence.Graph.Parameters[name] is { Type: DType.Float32, Shape.Rank: >= 2 } data ? Array.ConvertAll(data.ToFloats(), v => v * v) : null;

    /// <inheritdoc/>
    protected override double Finish(double sum, long count) => count == 0 ? 0 : Math.Sqrt(sum / count);
}
