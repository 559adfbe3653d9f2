using Lathe.Compression.Factorization.Algebra;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Ranks;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.Monarch;

/// <summary>
/// <c>W = P R P' L</c> with block-diagonal L and R and a permutation P: block (q, k) of W has rank r, so the nearest such matrix is the
/// truncated decomposition of every block. The blocks compute as grouped convolutions of one pixel, the permutation as a transpose.
/// </summary>
internal sealed class MonarchFactoring : LayerFactoring
{
    private readonly BlockSvd _blocks;
    private readonly int _count;
    private readonly int _rows;
    private readonly int _columns;

    public MonarchFactoring(LinearLayer layer, int blocks)
        : base(layer)
    {
        (_count, _rows, _columns) = (blocks, layer.Outputs / blocks, layer.Inputs / blocks);
        Matrix<double> whole = Unfolding.Matrix(layer.Matrix(), layer.Outputs, layer.Inputs);
        _blocks = new BlockSvd(Enumerable.Range(0, blocks * blocks).Select(b => whole.SubMatrix(b / blocks * _rows, _rows, b % blocks * _columns, _columns)));
        Spectra = [_blocks.Spectrum];
    }

    public override IReadOnlyList<Spectrum> Spectra { get; }

    public override IReadOnlyList<FactorPart> Parts(int[] ranks)
    {
        int middle = _count * _count * ranks[0];
        return
        [
            FactorPart.Reshape(0, Layer.Inputs, 1, 1), FactorPart.Pointwise(middle, Layer.Inputs, _count),
            FactorPart.Reshape(0, _count, _count, ranks[0]), FactorPart.Transpose(0, 2, 1, 3), FactorPart.Reshape(0, middle, 1, 1),
            FactorPart.Pointwise(Layer.Outputs, middle, _count), FactorPart.Reshape(0, Layer.Outputs),
        ];
    }

    public override (float[][] Weights, double Error) Solve(int[] ranks)
    {
        int rank = ranks[0], wide = _count * rank;
        float[] first = new float[_count * wide * _columns], second = new float[_count * _rows * wide];
        for (int q = 0; q < _count; q++)
        {
            for (int k = 0; k < _count; k++)
            {
                for (int t = 0; t < rank; t++)
                {
                    int block = (q * _count) + k, made = (k * wide) + (q * rank) + t;
                    for (int j = 0; j < _columns; j++)
                    {
                        first[(made * _columns) + j] = _blocks.Right(block, j, t);
                    }

                    for (int s = 0; s < _rows; s++)
                    {
                        second[(((q * _rows) + s) * wide) + (k * rank) + t] = _blocks.Left(block, s, t);
                    }
                }
            }
        }

        return ([first, second], Math.Sqrt(Spectra[0].Tail(rank)));
    }
}
