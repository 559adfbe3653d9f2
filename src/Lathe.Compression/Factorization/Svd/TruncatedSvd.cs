using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization.Svd;

/// <summary>Truncated singular value decomposition of dense layers and convolutions of one pixel; no other factors of that rank come closer.</summary>
public sealed class TruncatedSvd : Factorizer<SvdOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = Describe("svd") with
    {
        Summary = "Replace a dense layer by two thinner ones through a truncated singular value decomposition.",
        Paper = "Denton et al. 2014, Exploiting Linear Structure Within Convolutional Networks, arXiv:1404.0736",
        Page = "factorization.md#svd",
    };

    /// <inheritdoc/>
    protected override Preparation Prepare(LinearLayer layer, SvdOptions options) => layer.IsDense || layer.IsPointwise ? new SvdFactoring(layer) : default(Preparation);
}
