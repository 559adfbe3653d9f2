namespace Lathe.Graph.Ops.Signal;

/// <summary>The discrete Fourier transform of one length, by the definition, with a table of the roots of unity.</summary>
internal sealed class FourierTable
{
    private readonly double[] _cos;
    private readonly double[] _sin;

    public FourierTable(int length)
    {
        (_cos, _sin) = (new double[length], new double[length]);
        for (int i = 0; i < length; i++)
        {
            (_sin[i], _cos[i]) = Math.SinCos(2 * Math.PI * i / length);
        }
    }

    /// <summary>Transforms real and imaginary parts (zeros beyond their end) into as many bins as the targets have.</summary>
    public void Transform(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary, bool inverse, Span<double> realBins, Span<double> imaginaryBins)
    {
        int length = _cos.Length, used = Math.Min(length, real.Length);
        double scale = inverse ? 1.0 / length : 1;
        for (int bin = 0; bin < realBins.Length; bin++)
        {
            double sumReal = 0, sumImaginary = 0;
            for (int n = 0; n < used; n++)
            {
                int turn = (int)((long)bin * n % length);
                (double c, double s) = (_cos[turn], inverse ? _sin[turn] : -_sin[turn]);
                sumReal += (real[n] * c) - (imaginary[n] * s);
                sumImaginary += (real[n] * s) + (imaginary[n] * c);
            }

            (realBins[bin], imaginaryBins[bin]) = (sumReal * scale, sumImaginary * scale);
        }
    }
}
