using Lathe.Compression.Factorization.Algebra;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Ranks;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.Svd;

/// <summary><c>W = U S V'</c> cut to rank r: a layer of r outputs and one of r inputs.</summary>
internal sealed class SvdFactoring : LayerFactoring
{
    private readonly ThinSvd _svd;

    public SvdFactoring(LinearLayer layer)
        : base(layer)
    {
        _svd = ThinSvd.Of(Unfolding.Matrix(layer.Matrix(), layer.Outputs, layer.Inputs));
        Spectra = [new Spectrum(_svd.Values, layer.Outputs, layer.Inputs)];
    }

    public override IReadOnlyList<Spectrum> Spectra { get; }

    public override IReadOnlyList<FactorPart> Parts(int[] ranks) => Layer.IsDense
        ? [FactorPart.Dense(Layer, ranks[0], Layer.Inputs), FactorPart.Dense(Layer, Layer.Outputs, ranks[0])]
        : [FactorPart.Window(Layer, ranks[0], Layer.Inputs), FactorPart.Pointwise(Layer.Outputs, ranks[0])];

    public override (float[][] Weights, double Error) Solve(int[] ranks)
    {
        // The singular values are shared out, so that both factors train at the same pace.
        double Half(int k) => Math.Sqrt(_svd.Values[k]);
        Matrix<double> first = Unfolding.Leading(_svd.Right, ranks[0], Half), second = Unfolding.Leading(_svd.Left, ranks[0], Half);
        bool turned = Layer.Node.OpType == "MatMul";
        return ([Unfolding.Rows(turned ? first : first.Transpose()), Unfolding.Rows(turned ? second.Transpose() : second)], Math.Sqrt(Spectra[0].Tail(ranks[0])));
    }
}
