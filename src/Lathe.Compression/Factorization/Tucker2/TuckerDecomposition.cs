using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization.Tucker2;

/// <summary>A convolution between two of one pixel that take it into fewer channels and back.</summary>
public sealed class TuckerDecomposition : Factorizer<Tucker2Options>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = Describe("tucker2") with
    {
        Summary = "Run a convolution in fewer input and output channels, between two 1 x 1 convolutions.",
        Paper = "Kim et al. 2016, Compression of Deep Convolutional Neural Networks for Fast and Low Power Mobile Applications, arXiv:1511.06530",
        Page = "factorization.md#tucker-2",
    };

    /// <inheritdoc/>
    protected override Preparation Prepare(LinearLayer layer, Tucker2Options options) => !layer.IsConvolution || layer.IsPointwise ? default(Preparation) : new TuckerFactoring(layer);
}
