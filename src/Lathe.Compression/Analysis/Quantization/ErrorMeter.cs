namespace Lathe.Compression.Analysis.Quantization;

/// <summary>Errors of one value over many runs: power of signal and noise, and a histogram in units of the noise expected of one step.</summary>
internal sealed class ErrorMeter(int bins)
{
    private readonly long[] _bins = new long[bins];
    private double _signal;
    private double _noise;
    private double _sum;
    private double _unit;
    private long _count;

    /// <summary>Counts of errors, in bins of equal width over -Reach .. Reach; what is beyond lies in the outermost.</summary>
    public IReadOnlyList<long> Bins => _bins;

    /// <summary>Half the width of the histogram: four times the error's deviation in the first batch.</summary>
    public double Reach => 4 * _unit;

    /// <summary>Values seen.</summary>
    public long Count => _count;

    /// <summary>Signal to quantization noise in decibels; infinite without noise.</summary>
    public double SignalToNoise => _noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(Math.Max(_signal, double.Epsilon) / _noise);

    /// <summary>Mean squared error.</summary>
    public double MeanSquare => _count == 0 ? 0 : _noise / _count;

    /// <summary>Mean error: what a bias correction would take away.</summary>
    public double Mean => _count == 0 ? 0 : _sum / _count;

    /// <summary>The middle of a bin.</summary>
    public double Center(int bin) => ((2.0 * bin) + 1 - bins) / bins * Reach;

    /// <summary>Counts values as they should be and as they are.</summary>
    public void Add(ReadOnlySpan<float> exact, ReadOnlySpan<float> quantized)
    {
        _unit = _unit > 0 ? _unit : Deviation(exact, quantized);
        for (int i = 0; i < exact.Length; i++)
        {
            double error = (double)quantized[i] - exact[i];
            _signal += (double)exact[i] * exact[i];
            _noise += error * error;
            _sum += error;
            _count++;
            if (_unit > 0)
            {
                _bins[Math.Clamp((int)Math.Floor((error + Reach) / (2 * Reach) * bins), 0, bins - 1)]++;
            }
        }
    }

    private static double Deviation(ReadOnlySpan<float> exact, ReadOnlySpan<float> quantized)
    {
        double square = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            square += ((double)quantized[i] - exact[i]) * ((double)quantized[i] - exact[i]);
        }

        return Math.Sqrt(square / Math.Max(1, exact.Length));
    }
}
