using Lathe.Compression.Factorization.Algebra;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Ranks;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.Separable;

/// <summary>
/// <c>W[o, c, k] = sum_t P[o, (c, t)] D[(c, t), k]</c> with m filters t for each input channel: the least squares fit is, channel by channel,
/// the truncated decomposition of <c>W[:, c, :]</c> (Guo et al. 2018).
/// </summary>
internal sealed class SeparableFactoring : LayerFactoring
{
    private readonly BlockSvd _channels;
    private readonly int _window;

    public SeparableFactoring(LinearLayer layer)
        : base(layer)
    {
        _window = layer.Weight.Shape[2] * layer.Weight.Shape[3];
        float[] byInput = Unfolding.Permute(layer.Weight.ToFloats(), [layer.Outputs, layer.Inputs, _window], 1, 0, 2);
        int each = layer.Outputs * _window;
        _channels = new BlockSvd(Enumerable.Range(0, layer.Inputs).Select(c => Unfolding.Matrix(byInput.AsSpan(c * each, each), layer.Outputs, _window)));
        Spectra = [_channels.Spectrum];
    }

    public override IReadOnlyList<Spectrum> Spectra { get; }

    public override IReadOnlyList<FactorPart> Parts(int[] ranks) =>
        [FactorPart.Window(Layer, Layer.Inputs * ranks[0], Layer.Inputs, Layer.Inputs), FactorPart.Pointwise(Layer.Outputs, Layer.Inputs * ranks[0])];

    public override (float[][] Weights, double Error) Solve(int[] ranks)
    {
        int many = Layer.Inputs * ranks[0];
        float[] depthwise = new float[many * _window], pointwise = new float[Layer.Outputs * many];
        for (int c = 0; c < Layer.Inputs; c++)
        {
            for (int t = 0; t < ranks[0]; t++)
            {
                int filter = (c * ranks[0]) + t;
                for (int k = 0; k < _window; k++)
                {
                    depthwise[(filter * _window) + k] = _channels.Right(c, k, t);
                }

                for (int o = 0; o < Layer.Outputs; o++)
                {
                    pointwise[(o * many) + filter] = _channels.Left(c, o, t);
                }
            }
        }

        return ([depthwise, pointwise], Math.Sqrt(Spectra[0].Tail(ranks[0])));
    }
}
