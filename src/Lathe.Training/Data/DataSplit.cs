using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>Labelled images kept as bytes (planes in C, H, W order), normalised when read.</summary>
public sealed class DataSplit
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly int[] _order;
    private readonly float[] _scale;
    private readonly float[] _offset;

    /// <summary>Creates a split over shared pixels.</summary>
    /// <param name="pixels">All images.</param>
    /// <param name="labels">All labels.</param>
    /// <param name="order">The images that belong to this split.</param>
    /// <param name="shape">One image: C, H, W.</param>
    /// <param name="mean">Mean of each channel, of values in 0..1.</param>
    /// <param name="deviation">Standard deviation of each channel.</param>
    public DataSplit(byte[] pixels, int[] labels, int[] order, Shape shape, float[] mean, float[] deviation)
    {
        (_pixels, _labels, _order, Shape) = (pixels, labels, order, shape);
        _scale = Array.ConvertAll(deviation, d => 1 / (255 * d));
        _offset = [.. mean.Select((m, c) => -m / deviation[c])];
    }

    /// <summary>The number of samples.</summary>
    public int Count => _order.Length;

    /// <summary>One sample: C, H, W.</summary>
    public Shape Shape { get; }

    /// <summary>The class of a sample.</summary>
    public int Label(int index) => _labels[_order[index]];

    /// <summary>Writes a sample, normalised, in C, H, W order.</summary>
    public void Read(int index, Span<float> sample)
    {
        int plane = Shape[1] * Shape[2];
        ReadOnlySpan<byte> source = _pixels.AsSpan(_order[index] * Shape.Count, Shape.Count);
        for (int c = 0; c < Shape[0]; c++)
        {
            float scale = _scale[c], offset = _offset[c];
            for (int i = c * plane; i < (c + 1) * plane; i++)
            {
                sample[i] = (source[i] * scale) + offset;
            }
        }
    }

    /// <summary>The same data with only the first samples of it.</summary>
    public DataSplit Take(int count) => new(this, count);

    private DataSplit(DataSplit other, int count) =>
        (_pixels, _labels, _order, Shape, _scale, _offset) = (other._pixels, other._labels, other._order[..Math.Min(count, other.Count)], other.Shape, other._scale, other._offset);
}
