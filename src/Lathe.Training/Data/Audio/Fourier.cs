namespace Lathe.Training.Data.Audio;

/// <summary>The discrete Fourier transform of a length that is a power of two (Cooley and Tukey 1965), in place.</summary>
internal sealed class Fourier
{
    private readonly double[] _cosine;
    private readonly double[] _sine;
    private readonly int _length;

    public Fourier(int length)
    {
        _length = length;
        _cosine = [.. Enumerable.Range(0, length / 2).Select(k => Math.Cos(2 * Math.PI * k / length))];
        _sine = [.. Enumerable.Range(0, length / 2).Select(k => -Math.Sin(2 * Math.PI * k / length))];
    }

    /// <summary>Transforms real and imaginary parts.</summary>
    public void Transform(Span<double> re, Span<double> im)
    {
        Reorder(re, im);
        for (int length = 2; length <= _length; length <<= 1)
        {
            int half = length / 2, stride = _length / length;
            for (int start = 0; start < _length; start += length)
            {
                for (int k = 0; k < half; k++)
                {
                    int a = start + k, b = a + half;
                    double c = _cosine[k * stride], s = _sine[k * stride];
                    double oddRe = (re[b] * c) - (im[b] * s), oddIm = (re[b] * s) + (im[b] * c);
                    (re[a], im[a], re[b], im[b]) = (re[a] + oddRe, im[a] + oddIm, re[a] - oddRe, im[a] - oddIm);
                }
            }
        }
    }

    private void Reorder(Span<double> re, Span<double> im)
    {
        for (int i = 1, j = 0; i < _length; i++)
        {
            int bit = _length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (re[i], re[j], im[i], im[j]) = (re[j], re[i], im[j], im[i]);
            }
        }
    }
}
