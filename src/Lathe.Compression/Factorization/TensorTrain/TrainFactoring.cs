using Lathe.Compression.Factorization.Algebra;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Ranks;
using Lathe.Graph;
using Lathe.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.TensorTrain;

/// <summary>
/// <c>W[(o1 .. od), (i1 .. id)] = G1[o1, i1] G2[o2, i2] ... Gd[od, id]</c>, each G a matrix of r(k-1) by r(k): cut off one core after the
/// other by singular value decompositions (Oseledets 2011).
/// </summary>
internal sealed class TrainFactoring : LayerFactoring
{
    private readonly int[] _outputs;
    private readonly int[] _inputs;
    private readonly float[] _tensor;

    public TrainFactoring(LinearLayer layer, int cores)
        : base(layer)
    {
        (_outputs, _inputs) = (BalancedFactors.Of(layer.Outputs, cores), BalancedFactors.Of(layer.Inputs, cores));
        int[] pairs = [.. Enumerable.Range(0, cores).SelectMany(k => new[] { k, cores + k })];
        _tensor = Unfolding.Permute(layer.Matrix(), [.. _outputs, .. _inputs], pairs);
        var spectra = new List<Spectrum>();
        for (int k = 1, rows = 1; k < cores; k++)
        {
            rows *= _outputs[k - 1] * _inputs[k - 1];
            spectra.Add(new Spectrum(ThinSvd.Of(Unfolding.Matrix(_tensor, rows, _tensor.Length / rows)).Values, rows, _tensor.Length / rows));
        }

        Spectra = spectra;
    }

    public override IReadOnlyList<Spectrum> Spectra { get; }

    public override IReadOnlyList<FactorPart> Parts(int[] ranks)
    {
        int[] r = Limited(ranks);
        var parts = new List<FactorPart>();
        for (int k = 0, rest = Layer.Inputs; k < _inputs.Length; k++)
        {
            rest /= _inputs[k];
            parts.Add(FactorPart.Reshape(-1, r[k] * _inputs[k], rest));
            parts.Add(FactorPart.Transpose(0, 2, 1));
            parts.Add(new FactorPart("MatMul", AttributeMap.Empty) { Weight = new Shape(r[k] * _inputs[k], _outputs[k] * r[k + 1]) });
            parts.Add(FactorPart.Reshape(-1, rest, _outputs[k], r[k + 1]));
            parts.Add(FactorPart.Transpose(0, 2, 3, 1));
        }

        parts.Add(FactorPart.Reshape(-1, Layer.Outputs));
        return parts;
    }

    public override (float[][] Weights, double Error) Solve(int[] ranks)
    {
        int[] r = Limited(ranks);
        Matrix<double> left = Unfolding.Matrix(_tensor, 1, _tensor.Length);
        var cores = new List<float[]>();
        double lost = 0, all = Math.Pow(left.FrobeniusNorm(), 2);
        for (int k = 0; k < _inputs.Length - 1; k++)
        {
            int rows = r[k] * _outputs[k] * _inputs[k];
            ThinSvd svd = ThinSvd.Of(Unfolding.Matrix(Unfolding.Rows(left), rows, _tensor.Length * r[k] / Before(k) / rows));
            lost += svd.Values.Skip(r[k + 1]).Sum(s => s * s);
            cores.Add(Core(Unfolding.Leading(svd.Left, r[k + 1]), k, r));
            left = Unfolding.Leading(svd.Right, r[k + 1], i => svd.Values[i]).Transpose();
        }

        cores.Add(Core(Unfolding.Matrix(Unfolding.Rows(left), r[^2] * _outputs[^1] * _inputs[^1], 1), _inputs.Length - 1, r));
        return ([.. cores], all == 0 ? 0 : Math.Sqrt(lost / all));
    }

    // From [r, o, i, r'] to the matrix a product takes: [(r, i), (o, r')].
    private float[] Core(Matrix<double> core, int k, int[] r) => Unfolding.Permute(Unfolding.Rows(core), [r[k], _outputs[k], _inputs[k], r[k + 1]], 0, 2, 1, 3);

    private int Before(int k) => Enumerable.Range(0, k).Aggregate(1, (product, j) => product * _outputs[j] * _inputs[j]);

    // 1, the ranks, 1; none larger than what is left after the cut before it.
    private int[] Limited(int[] ranks)
    {
        int[] all = [1, .. ranks, 1];
        for (int k = 1; k < all.Length - 1; k++)
        {
            all[k] = Math.Min(all[k], Math.Min(all[k - 1] * _outputs[k - 1] * _inputs[k - 1], _tensor.Length / Before(k)));
        }

        return all;
    }
}
