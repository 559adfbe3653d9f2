using Lathe.Tensors;

namespace Lathe.Training.Data.Samples;

/// <summary>Images kept as bytes (planes in C, H, W order), normalised by channel when read.</summary>
internal sealed class ImageSamples : SampleSource
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly float[] _scale;
    private readonly float[] _offset;

    public ImageSamples(byte[] pixels, int[] labels, Shape shape, int classes, float[] mean, float[] deviation)
    {
        (_pixels, _labels, Shape, Classes) = (pixels, labels, shape, classes);
        _scale = Array.ConvertAll(deviation, d => 1 / (255 * d));
        _offset = [.. mean.Select((m, c) => -m / deviation[c])];
    }

    public override int Count => _labels.Length;

    public override Shape Shape { get; }

    public override int Classes { get; }

    public override void ReadLabels(int index, Span<int> labels) => labels[0] = _labels[index];

    public override void Read(int index, Span<float> sample)
    {
        int plane = Shape[1] * Shape[2];
        ReadOnlySpan<byte> source = _pixels.AsSpan(index * Shape.Count, Shape.Count);
        for (int c = 0; c < Shape[0]; c++)
        {
            float scale = _scale[c], offset = _offset[c];
            for (int i = c * plane; i < (c + 1) * plane; i++)
            {
                sample[i] = (source[i] * scale) + offset;
            }
        }
    }
}
