using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization.SpatialSvd;

/// <summary>A k x k convolution as a k x 1 and a 1 x k one.</summary>
public sealed class SpatialDecomposition : Factorizer<SpatialSvdOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = Describe("spatial-svd") with
    {
        Summary = "Split a k x k convolution into a k x 1 and a 1 x k one by a singular value decomposition.",
        Paper = "Jaderberg et al. 2014, Speeding up Convolutional Neural Networks with Low Rank Expansions, arXiv:1405.3866",
        Page = "factorization.md#spatial-svd",
    };

    /// <inheritdoc/>
    protected override Preparation Prepare(LinearLayer layer, SpatialSvdOptions options) => !layer.IsConvolution ? default
        : layer.Weight.Shape[2] == 1 || layer.Weight.Shape[3] == 1 ? Preparation.Impossible("its window has one row or one column")
        : new SpatialFactoring(layer);
}
