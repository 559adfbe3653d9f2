using Lathe.Compression.Factorization.Algebra;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Ranks;
using Lathe.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.Cp;

/// <summary><c>W[o, c, y, x] = sum_r A[o, r] B[c, r] C[y, r] D[x, r]</c>: into r channels, down and across each channel by itself, and out.</summary>
internal sealed class CpFactoring : LayerFactoring
{
    // A rank where the factors hold as many numbers as the weight; more makes no sense.
    private readonly int _most;
    private readonly AlternatingLeastSquares _solver;
    private readonly Dictionary<int, (Matrix<double>[] Factors, double Error)> _solved = [];
    private readonly Spectrum[] _unfolded;

    public CpFactoring(LinearLayer layer)
        : base(layer)
    {
        int[] dimensions = layer.Weight.Shape.Dimensions.ToArray();
        _most = Math.Max(1, layer.Weight.Count / dimensions.Sum());
        _solver = new AlternatingLeastSquares(layer.Weight.ToFloats(), dimensions);
        _unfolded = [.. new[] { 0, 1 }.Select(mode =>
        {
            int[] order = mode == 0 ? [0, 1, 2, 3] : [1, 0, 2, 3];
            Matrix<double> m = Unfolding.Matrix(Unfolding.Permute(layer.Weight.ToFloats(), dimensions, order), dimensions[mode], layer.Weight.Count / dimensions[mode]);
            return new Spectrum(ThinSvd.LeftOf(m).Values, m.RowCount, m.ColumnCount);
        })];
        Spectra = [_unfolded[0] with { Values = [.. _unfolded[0].Values.Concat(new double[_most]).Take(_most)] }];
    }

    /// <summary>A sum of separable filters has no spectrum: this one is of the outputs, stretched to the largest rank.</summary>
    public override IReadOnlyList<Spectrum> Spectra { get; }

    public override IReadOnlyList<FactorPart> Parts(int[] ranks) =>
    [
        FactorPart.Pointwise(ranks[0], Layer.Inputs), FactorPart.Window(Layer, ranks[0], ranks[0], ranks[0], columns: false),
        FactorPart.Window(Layer, ranks[0], ranks[0], ranks[0], rows: false), FactorPart.Pointwise(Layer.Outputs, ranks[0]),
    ];

    public override (float[][] Weights, double Error) Solve(int[] ranks)
    {
        (Matrix<double>[] factors, double error) = Solved(ranks[0]);
        int rank = ranks[0];
        Matrix<double>[] even = [.. factors.Select(f => f.Clone())];
        for (int r = 0; r < rank; r++)
        {
            double size = Math.Pow(factors.Aggregate(1.0, (product, f) => product * f.Column(r).L2Norm()), 0.25);
            foreach (Matrix<double> factor in even)
            {
                double norm = factor.Column(r).L2Norm();
                factor.SetColumn(r, factor.Column(r) * (norm > 0 ? size / norm : 0));
            }
        }

        return ([Unfolding.Rows(even[1].Transpose()), Unfolding.Rows(even[2].Transpose()), Unfolding.Rows(even[3].Transpose()), Unfolding.Rows(even[0])], error);
    }

    /// <summary>The least rank whose fit keeps the energy, by bisection over fits.</summary>
    public override int[] RanksByEnergy(double energy)
    {
        int low = 1, high = _most;
        if (Bound([high]) > 1 - energy)
        {
            return [high];
        }

        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Bound([middle]) <= 1 - energy ? (low, middle) : (middle + 1, high);
        }

        return [low];
    }

    public override int[] RanksByBayes() => [Math.Clamp(_unfolded.Max(VariationalRank.Of), 1, _most)];

    public override double Bound(int[] ranks) => Math.Pow(Solved(ranks[0]).Error, 2);

    private (Matrix<double>[] Factors, double Error) Solved(int rank) =>
        _solved.TryGetValue(rank, out (Matrix<double>[], double) known) ? known : _solved[rank] = _solver.Solve(rank, RandomKey.FromSeed(rank).Fold("cp"));
}
