using System.Collections.Immutable;

namespace Lathe.Runtime.FrontEnds;

/// <summary>The constants of a front end: window, transform, filters and logarithm in fixed point.</summary>
internal static class CepstralTables
{
    private const int WindowBits = 15, CosineBits = 30, WeightBits = 15, LevelBits = 16, LogarithmBits = 6;

    /// <summary>Hann's window, 15 fraction bits.</summary>
    public static ImmutableArray<ushort> Window(int frame) =>
        [.. Enumerable.Range(0, frame).Select(i => (ushort)Math.Round(Math.ScaleB(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / frame)), WindowBits)))];

    /// <summary>The cosine of half a turn in steps of the transform, 30 fraction bits; sines are cosines a quarter turn before.</summary>
    public static ImmutableArray<int> Cosines(int size) =>
        [.. Enumerable.Range(0, size / 2).Select(k => (int)Math.Round(Math.ScaleB(Math.Cos(2 * Math.PI * k / size), CosineBits)))];

    /// <summary>log2(1 + i / 64), 16 fraction bits.</summary>
    public static ImmutableArray<int> Logarithms { get; } =
        [.. Enumerable.Range(0, (1 << LogarithmBits) + 1).Select(i => (int)Math.Round(Math.ScaleB(Math.Log2(1 + Math.ScaleB(i, -LogarithmBits)), LevelBits)))];

    /// <summary>Triangles equally wide in <c>mel(f) = 2595 log10(1 + f / 700)</c>, 15 fraction bits: the first bin of each, how many it covers, all weights.</summary>
    public static (ImmutableArray<short> First, ImmutableArray<short> Count, ImmutableArray<ushort> Weights) Filters(CepstralOptions options, int size)
    {
        double from = Mel(options.Lowest), to = Mel(options.Highest);
        double[] edges = [.. Enumerable.Range(0, options.Bands + 2).Select(i => 700 * (Math.Pow(10, (from + ((to - from) * i / (options.Bands + 1))) / 2595) - 1))];
        var first = new List<short>();
        var count = new List<short>();
        var weights = new List<ushort>();
        for (int band = 0; band < options.Bands; band++)
        {
            (double left, double middle, double right) = (edges[band], edges[band + 1], edges[band + 2]);
            int start = (int)Math.Ceiling(left * size / options.SampleRate), last = Math.Min(size / 2, (int)Math.Floor(right * size / options.SampleRate));
            first.Add((short)start);
            count.Add((short)Math.Max(0, last - start + 1));
            for (int k = start; k <= last; k++)
            {
                double f = (double)k * options.SampleRate / size;
                weights.Add((ushort)Math.Round(Math.ScaleB(Math.Max(0, Math.Min((f - left) / (middle - left), (right - f) / (right - middle))), WeightBits)));
            }
        }

        return ([.. first], [.. count], [.. weights]);
    }

    /// <summary>The orthonormal DCT-II, row by row, with as many fraction bits as 16 bits hold.</summary>
    public static (ImmutableArray<short> Values, int Bits) Transform(int coefficients, int bands)
    {
        double[] values = [.. Enumerable.Range(0, coefficients * bands).Select(i => Math.Sqrt((i < bands ? 1.0 : 2.0) / bands) * Math.Cos(Math.PI * (i / bands) * ((i % bands) + 0.5) / bands))];
        int bits = (int)Math.Floor(Math.Log2(short.MaxValue / values.Max(Math.Abs)));
        return ([.. values.Select(v => (short)Math.Round(Math.ScaleB(v, bits)))], bits);
    }

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
}
