using Lathe.Compression.Factorization.Algebra;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Ranks;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.Tucker2;

/// <summary>
/// <c>W[o, c, k] = sum U[o, p] G[p, q, k] V[c, q]</c>: start from the singular vectors of both unfoldings, then turn each basis to fit the
/// other one until nothing is gained (HOOI, De Lathauwer et al. 2000).
/// </summary>
internal sealed class TuckerFactoring : LayerFactoring
{
    private const int MostRounds = 20;
    private readonly Matrix<double> _byOutput;
    private readonly Matrix<double> _byInput;
    private readonly Matrix<double> _outputs;
    private readonly Matrix<double> _inputs;
    private readonly int _window;

    public TuckerFactoring(LinearLayer layer)
        : base(layer)
    {
        float[] weight = layer.Weight.ToFloats();
        _window = layer.Weight.Shape[2] * layer.Weight.Shape[3];
        _byOutput = Unfolding.Matrix(weight, layer.Outputs, layer.Inputs * _window);
        _byInput = Unfolding.Matrix(Unfolding.Permute(weight, [layer.Outputs, layer.Inputs, _window], 1, 0, 2), layer.Inputs, layer.Outputs * _window);
        (_outputs, double[] outputs) = ThinSvd.LeftOf(_byOutput);
        (_inputs, double[] inputs) = ThinSvd.LeftOf(_byInput);
        Spectra = [new Spectrum(outputs, layer.Outputs, layer.Inputs * _window), new Spectrum(inputs, layer.Inputs, layer.Outputs * _window)];
    }

    public override IReadOnlyList<Spectrum> Spectra { get; }

    public override IReadOnlyList<FactorPart> Parts(int[] ranks) =>
        [FactorPart.Pointwise(ranks[1], Layer.Inputs), FactorPart.Window(Layer, ranks[0], ranks[1]), FactorPart.Pointwise(Layer.Outputs, ranks[0])];

    public override (float[][] Weights, double Error) Solve(int[] ranks)
    {
        (Matrix<double> u, Matrix<double> v, double error) = Iterate(ranks, MostRounds);
        return ([Unfolding.Rows(v.Transpose()), Unfolding.Rows(u.TransposeThisAndMultiply(WithInputs(v))), Unfolding.Rows(u)], error);
    }

    /// <summary>Bases and relative error after some rounds; none is the plain higher-order SVD.</summary>
    public (Matrix<double> Outputs, Matrix<double> Inputs, double Error) Iterate(int[] ranks, int rounds)
    {
        Matrix<double> u = Unfolding.Leading(_outputs, ranks[0]), v = Unfolding.Leading(_inputs, ranks[1]);
        double error = Error(u, v);
        for (int round = 0; round < rounds; round++)
        {
            u = Unfolding.Leading(ThinSvd.LeftOf(WithInputs(v)).Vectors, ranks[0]);
            v = Unfolding.Leading(ThinSvd.LeftOf(WithOutputs(u)).Vectors, ranks[1]);
            double now = Error(u, v);
            if (error - now < 1e-7)
            {
                return (u, v, now);
            }

            error = now;
        }

        return (u, v, error);
    }

    // The weight with its inputs in the basis v, as [O, q k].
    private Matrix<double> WithInputs(Matrix<double> v) => Swap(v.TransposeThisAndMultiply(_byInput), v.ColumnCount, Layer.Outputs);

    // The weight with its outputs in the basis u, as [C, p k].
    private Matrix<double> WithOutputs(Matrix<double> u) => Swap(u.TransposeThisAndMultiply(_byOutput), u.ColumnCount, Layer.Inputs);

    private Matrix<double> Swap(Matrix<double> m, int rows, int columns) =>
        Matrix<double>.Build.Dense(columns, rows * _window, (i, j) => m[j / _window, (i * _window) + (j % _window)]);

    // Bases are orthogonal: what the core does not hold is the error.
    private double Error(Matrix<double> u, Matrix<double> v)
    {
        double all = Math.Pow(_byOutput.FrobeniusNorm(), 2), kept = Math.Pow(u.TransposeThisAndMultiply(WithInputs(v)).FrobeniusNorm(), 2);
        return all == 0 ? 0 : Math.Sqrt(Math.Max(0, all - kept) / all);
    }
}
