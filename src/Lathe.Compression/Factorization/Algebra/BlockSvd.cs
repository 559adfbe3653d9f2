using Lathe.Compression.Factorization.Ranks;
using MathNet.Numerics.LinearAlgebra;

namespace Lathe.Compression.Factorization.Algebra;

/// <summary>Decompositions of many blocks of a weight, all cut to one rank.</summary>
internal sealed class BlockSvd
{
    private readonly ThinSvd[] _blocks;

    public BlockSvd(IEnumerable<Matrix<double>> blocks)
    {
        _blocks = [.. blocks.Select(ThinSvd.Of)];
        (int rows, int columns) = (_blocks[0].Left.RowCount, _blocks[0].Right.RowCount);
        double[] pooled = [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(k => Math.Sqrt(_blocks.Sum(b => b.Values[k] * b.Values[k])))];
        Spectrum = new Spectrum(pooled, rows, columns);
    }

    /// <summary>The k-th singular values of all blocks together.</summary>
    public Spectrum Spectrum { get; }

    /// <summary>Element of the left factor of a block, half of the singular value included.</summary>
    public float Left(int block, int row, int k) => (float)(_blocks[block].Left[row, k] * Math.Sqrt(_blocks[block].Values[k]));

    /// <summary>Element of the right factor of a block, half of the singular value included.</summary>
    public float Right(int block, int column, int k) => (float)(_blocks[block].Right[column, k] * Math.Sqrt(_blocks[block].Values[k]));
}
