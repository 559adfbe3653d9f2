using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization.Cp;

/// <summary>A convolution as a sum of separable ones: 1 x 1, k x 1 and 1 x k by channel, 1 x 1.</summary>
public sealed class CpDecomposition : Factorizer<CpOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = Describe("cp") with
    {
        Summary = "Write a convolution as a sum of separable filters, fitted by alternating least squares.",
        Paper = "Lebedev et al. 2015, Speeding-up Convolutional Neural Networks Using Fine-tuned CP-Decomposition, arXiv:1412.6553",
        Page = "factorization.md#cp",
    };

    /// <inheritdoc/>
    protected override Preparation Prepare(LinearLayer layer, CpOptions options) => !layer.IsConvolution ? default
        : layer.IsPointwise ? Preparation.Impossible("its window is one pixel")
        : new CpFactoring(layer);
}
