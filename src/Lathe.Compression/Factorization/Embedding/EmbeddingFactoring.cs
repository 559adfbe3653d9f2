using Lathe.Compression.Factorization.Algebra;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Ranks;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Factorization.Embedding;

/// <summary>A table [V, D] cut to rank r: a table [V, r] and a product with [r, D].</summary>
internal sealed class EmbeddingFactoring : LayerFactoring
{
    private readonly ThinSvd _svd;

    public EmbeddingFactoring(LinearLayer layer)
        : base(layer)
    {
        _svd = ThinSvd.Of(Unfolding.Matrix(layer.Weight.ToFloats(), layer.Weight.Shape[0], layer.Weight.Shape[1]));
        Spectra = [new Spectrum(_svd.Values, layer.Weight.Shape[0], layer.Weight.Shape[1])];
    }

    public override IReadOnlyList<Spectrum> Spectra { get; }

    public override IReadOnlyList<FactorPart> Parts(int[] ranks) =>
    [
        new FactorPart("Gather", Layer.Node.Attributes) { Weight = new Shape(Layer.Weight.Shape[0], ranks[0]) },
        new FactorPart("MatMul", AttributeMap.Empty) { Weight = new Shape(ranks[0], Layer.Weight.Shape[1]) },
    ];

    public override (float[][] Weights, double Error) Solve(int[] ranks)
    {
        double Half(int k) => Math.Sqrt(_svd.Values[k]);
        return ([Unfolding.Rows(Unfolding.Leading(_svd.Left, ranks[0], Half)), Unfolding.Rows(Unfolding.Leading(_svd.Right, ranks[0], Half).Transpose())], Math.Sqrt(Spectra[0].Tail(ranks[0])));
    }
}
