using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization.Embedding;

/// <summary>Embedding tables of low rank.</summary>
public sealed class EmbeddingDecomposition : Factorizer<EmbeddingOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = Describe("low-rank-embedding") with
    {
        Summary = "Replace an embedding table by a narrower one and a product.",
        Paper = "Lan et al. 2020, ALBERT: A Lite BERT for Self-supervised Learning, arXiv:1909.11942",
        Page = "factorization.md#low-rank-embedding",
    };

    /// <inheritdoc/>
    protected override Preparation Prepare(LinearLayer layer, EmbeddingOptions options) => layer.IsEmbedding ? new EmbeddingFactoring(layer) : default(Preparation);
}
