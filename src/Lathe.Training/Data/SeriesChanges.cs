using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>Shift in time and additive noise.</summary>
internal static class SeriesChanges
{
    /// <summary>Moves every channel by some places of its time axis (the second), in place.</summary>
    public static void Shift(Span<float> sample, Shape shape, int places)
    {
        int channels = shape[0], length = shape[1], inner = shape.Product(2, shape.Rank);
        places = Math.Clamp(places, -length, length);
        int kept = (length - Math.Abs(places)) * inner, gap = Math.Abs(places) * inner;
        for (int c = 0; c < channels; c++)
        {
            Span<float> series = sample.Slice(c * length * inner, length * inner);
            series.Slice(places > 0 ? 0 : gap, kept).CopyTo(series[(places > 0 ? gap : 0)..]);
            series.Slice(places > 0 ? 0 : kept, gap).Clear();
        }
    }

    /// <summary>Adds normal noise.</summary>
    public static void AddNoise(Span<float> sample, float deviation, RandomKey key)
    {
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] += deviation * key.Normal((ulong)i);
        }
    }
}
