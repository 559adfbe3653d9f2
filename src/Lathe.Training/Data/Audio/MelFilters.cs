namespace Lathe.Training.Data.Audio;

/// <summary>Triangles equally wide in <c>mel(f) = 2595 log10(1 + f / 700)</c>, each kept as its weights over the bins it covers.</summary>
internal sealed class MelFilters
{
    private readonly (int First, double[] Weights)[] _filters;

    public MelFilters(int bands, double lowest, double highest, int sampleRate, int size)
    {
        double from = Mel(lowest), to = Mel(highest);
        double[] edges = [.. Enumerable.Range(0, bands + 2).Select(i => 700 * (Math.Pow(10, (from + ((to - from) * i / (bands + 1))) / 2595) - 1))];
        _filters = [.. Enumerable.Range(0, bands).Select(m => Filter(edges[m], edges[m + 1], edges[m + 2], sampleRate, size))];
    }

    public int Count => _filters.Length;

    /// <summary>The energy of a band.</summary>
    public double Energy(int band, ReadOnlySpan<double> power)
    {
        (int first, double[] weights) = _filters[band];
        double energy = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            energy += weights[k] * power[first + k];
        }

        return energy;
    }

    private static (int First, double[] Weights) Filter(double left, double middle, double right, int sampleRate, int size)
    {
        int first = (int)Math.Ceiling(left * size / sampleRate), last = Math.Min(size / 2, (int)Math.Floor(right * size / sampleRate));
        return (first, [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(k =>
        {
            double f = (double)k * sampleRate / size;
            return Math.Max(0, Math.Min((f - left) / (middle - left), (right - f) / (right - middle)));
        })]);
    }

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
}
