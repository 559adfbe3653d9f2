using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization.Separable;

/// <summary>Convolutions as a depthwise and a pointwise one, fitted to the original.</summary>
public sealed class SeparableDecomposition : Factorizer<SeparableOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = Describe("depthwise-separable") with
    {
        Summary = "Replace a convolution by the depthwise and pointwise pair that comes closest to it.",
        Paper = "Guo et al. 2018, Network Decoupling: From Regular to Depthwise Separable Convolutions, arXiv:1808.05517",
        Page = "factorization.md#depthwise-separable",
    };

    /// <inheritdoc/>
    protected override Preparation Prepare(LinearLayer layer, SeparableOptions options) => !layer.IsConvolution || layer.IsPointwise ? default(Preparation) : new SeparableFactoring(layer);
}
