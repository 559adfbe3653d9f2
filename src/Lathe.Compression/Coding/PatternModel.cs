using System.Numerics;

namespace Lathe.Compression.Coding;

/// <summary>
/// Predicts, element by element, whether a pruned matrix has a weight there: from how full its row and its column have been so far
/// and from the neighbours already known. Pruning leaves whole columns nearly empty (the border of an image), which distances
/// between elements cannot say.
/// </summary>
internal sealed class PatternModel
{
    private const int Inputs = 5, Memory = 255;

    private readonly int _columns;
    private readonly AdaptiveBit[] _column;
    private readonly AdaptiveBit[] _around = new AdaptiveBit[1 << 6];
    private readonly AdaptiveBit[] _crowd = new AdaptiveBit[1 << 8];
    private readonly BitMixer _mixer = new(Inputs, 16);
    private readonly uint[] _predictions = new uint[Inputs];
    private AdaptiveBit _row = AdaptiveBit.Even;
    private AdaptiveBit _all = AdaptiveBit.Even;
    private int _neighbours;
    private int _fullness;

    public PatternModel(int columns)
    {
        _columns = columns;
        _column = new AdaptiveBit[columns];
        Array.Fill(_column, AdaptiveBit.Even);
        Array.Fill(_around, AdaptiveBit.Even);
        Array.Fill(_crowd, AdaptiveBit.Even);
    }

    /// <summary>Encodes a matrix row by row.</summary>
    public void Encode(RangeEncoder coder, ReadOnlySpan<bool> occupied)
    {
        for (int i = 0; i < occupied.Length; i++)
        {
            coder.Encode(occupied[i], Predict(occupied, i));
            Learn(occupied[i], i);
        }
    }

    /// <summary>Decodes a matrix row by row.</summary>
    public void Decode(ref RangeDecoder coder, Span<bool> occupied)
    {
        for (int i = 0; i < occupied.Length; i++)
        {
            occupied[i] = coder.Decode(Predict(occupied, i));
            Learn(occupied[i], i);
        }
    }

    private uint Predict(ReadOnlySpan<bool> known, int at)
    {
        int row = at / _columns, column = at % _columns;
        if (column == 0)
        {
            _row = _all;
        }

        _neighbours = Around(known, at, row, column);
        _fullness = (Level(_column[column].One) << 4) | Level(_row.One);
        _predictions[0] = _column[column].One;
        _predictions[1] = _row.One;
        _predictions[2] = _around[_neighbours].One;
        _predictions[3] = _crowd[_fullness].One;
        _predictions[4] = column + 1 < _columns ? _column[column + 1].One : _all.One;
        return _mixer.Mix(_predictions, Math.Min(15, BitOperations.Log2((uint)row + 1)));
    }

    private void Learn(bool bit, int at)
    {
        _mixer.Learn(bit);
        _column[at % _columns].Learn(bit, Memory);
        _row.Learn(bit, Memory);
        _all.Learn(bit);
        _around[_neighbours].Learn(bit);
        _crowd[_fullness].Learn(bit);
    }

    // Two to the left, two above, and the two beside the one above.
    private int Around(ReadOnlySpan<bool> known, int at, int row, int column)
    {
        bool left = column > 0, right = column + 1 < _columns, up = row > 0;
        return Bit(left && known[at - 1], 0) | Bit(column > 1 && known[at - 2], 1) | Bit(up && known[at - _columns], 2)
            | Bit(row > 1 && known[at - (2 * _columns)], 3) | Bit(up && left && known[at - _columns - 1], 4) | Bit(up && right && known[at - _columns + 1], 5);
    }

    private static int Bit(bool set, int place) => set ? 1 << place : 0;

    // Sixteen levels, finer where few elements are left.
    private static int Level(uint probability) => Math.Clamp(2 * (BitOperations.Log2(probability) - 8) + (int)((probability >> (BitOperations.Log2(probability) - 1)) & 1), 0, 15);
}
