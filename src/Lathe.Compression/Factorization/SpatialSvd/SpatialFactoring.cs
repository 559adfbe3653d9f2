using Lathe.Compression.Factorization.Algebra;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Ranks;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.SpatialSvd;

/// <summary>The filters as a matrix of (input, row) by (output, column): its rank-r factors are filters along rows and filters along columns.</summary>
internal sealed class SpatialFactoring : LayerFactoring
{
    private readonly ThinSvd _svd;
    private readonly int _height;
    private readonly int _width;

    public SpatialFactoring(LinearLayer layer)
        : base(layer)
    {
        (_height, _width) = (layer.Weight.Shape[2], layer.Weight.Shape[3]);
        float[] turned = Unfolding.Permute(layer.Weight.ToFloats(), layer.Weight.Shape.Dimensions, 1, 2, 0, 3);
        _svd = ThinSvd.Of(Unfolding.Matrix(turned, layer.Inputs * _height, layer.Outputs * _width));
        Spectra = [new Spectrum(_svd.Values, layer.Inputs * _height, layer.Outputs * _width)];
    }

    public override IReadOnlyList<Spectrum> Spectra { get; }

    public override IReadOnlyList<FactorPart> Parts(int[] ranks) =>
        [FactorPart.Window(Layer, ranks[0], Layer.Inputs, columns: false), FactorPart.Window(Layer, Layer.Outputs, ranks[0], rows: false)];

    public override (float[][] Weights, double Error) Solve(int[] ranks)
    {
        double Half(int k) => Math.Sqrt(_svd.Values[k]);
        Matrix<double> vertical = Unfolding.Leading(_svd.Left, ranks[0], Half), horizontal = Unfolding.Leading(_svd.Right, ranks[0], Half);
        return ([Unfolding.Rows(vertical.Transpose()), Unfolding.Permute(Unfolding.Rows(horizontal), [Layer.Outputs, _width, ranks[0]], 0, 2, 1)], Math.Sqrt(Spectra[0].Tail(ranks[0])));
    }
}
