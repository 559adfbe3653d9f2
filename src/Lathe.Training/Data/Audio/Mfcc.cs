using System.Numerics;
using Lathe.Tensors;

namespace Lathe.Training.Data.Audio;

/// <summary>
/// Mel-frequency cepstral coefficients (Davis and Mermelstein 1980): the power spectrum of Hann-windowed frames, summed by
/// triangles equally wide in mel, its logarithm, then the orthonormal DCT-II
/// <c>c[k] = s[k] sum_m log E[m] cos(pi k (m + 1/2) / M)</c>. Any number of threads may compute at once.
/// </summary>
public sealed class Mfcc
{
    private const double Silence = 1e-10;
    private const float FullScale = 32768;
    private readonly int _frame;
    private readonly int _hop;
    private readonly int _samples;
    private readonly int _size;
    private readonly double[] _window;
    private readonly Fourier _fourier;
    private readonly MelFilters _filters;
    private readonly double[,] _cosines;

    /// <summary>Prepares the tables for a sample rate.</summary>
    /// <exception cref="InvalidInputException">The options cannot work at this rate.</exception>
    public Mfcc(MfccOptions options, int sampleRate)
    {
        (_frame, _hop, _samples) = ((int)Math.Round(options.Frame * sampleRate), (int)Math.Round(options.Hop * sampleRate), (int)Math.Round(options.Seconds * sampleRate));
        double highest = options.Highest > 0 ? options.Highest : sampleRate / 2.0;
        if (_frame < 2 || _frame > 1 << 20 || _hop < 1 || _samples < _frame || options.Bands is < 1 or > 1000 || options.Coefficients < 1 || options.Coefficients > options.Bands || highest > sampleRate / 2.0 || options.Lowest < 0 || options.Lowest >= highest)
        {
            throw new InvalidInputException($"Cepstral coefficients at {sampleRate} samples a second cannot be had with {options}: a clip holds a frame, coefficients are at most as many as bands, and frequencies end at half the rate.");
        }

        _size = (int)BitOperations.RoundUpToPowerOf2((uint)_frame);
        _window = [.. Enumerable.Range(0, _frame).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / _frame)))];
        _fourier = new Fourier(_size);
        _filters = new MelFilters(options.Bands, options.Lowest, highest, sampleRate, _size);
        _cosines = Cosines(options.Coefficients, options.Bands);
        Source = new SoundFeatures(options, sampleRate);
        Shape = new Shape(1, ((_samples - _frame) / _hop) + 1, options.Coefficients);
    }

    /// <summary>What it was made of.</summary>
    public SoundFeatures Source { get; }

    /// <summary>One channel, frames, coefficients.</summary>
    public Shape Shape { get; }

    /// <summary>The samples of a recording that count, in 16 bits.</summary>
    public short[] Clip(ReadOnlySpan<float> recording)
    {
        short[] clip = new short[Math.Min(recording.Length, _samples)];
        for (int i = 0; i < clip.Length; i++)
        {
            clip[i] = (short)Math.Clamp(MathF.Round(recording[i] * FullScale), short.MinValue, short.MaxValue);
        }

        return clip;
    }

    /// <summary>Computes the coefficients of a clip, [frames, coefficients].</summary>
    public void Compute(ReadOnlySpan<float> clip, Span<float> coefficients)
    {
        clip = clip[..Math.Min(clip.Length, _samples)];
        double[] re = new double[_size], im = new double[_size], energies = new double[_filters.Count];
        for (int f = 0; f < Shape[1]; f++)
        {
            Span<float> target = coefficients.Slice(f * Shape[2], Shape[2]);
            if (f > 0 && (f - 1) * _hop >= clip.Length)
            {
                // The frame before was silent too.
                coefficients.Slice((f - 1) * Shape[2], Shape[2]).CopyTo(target);
                continue;
            }

            Power(clip, f * _hop, re, im);
            for (int m = 0; m < energies.Length; m++)
            {
                energies[m] = Math.Log(Math.Max(Silence, _filters.Energy(m, re)));
            }

            for (int c = 0; c < target.Length; c++)
            {
                double sum = 0;
                for (int m = 0; m < energies.Length; m++)
                {
                    sum += _cosines[c, m] * energies[m];
                }

                target[c] = (float)sum;
            }
        }
    }

    /// <summary>Leaves the power spectrum of a frame in the first half of the real parts.</summary>
    private void Power(ReadOnlySpan<float> clip, int start, double[] re, double[] im)
    {
        Array.Clear(re);
        Array.Clear(im);
        for (int i = 0; i < Math.Min(_frame, clip.Length - start); i++)
        {
            re[i] = clip[start + i] * _window[i];
        }

        _fourier.Transform(re, im);
        for (int k = 0; k <= _size / 2; k++)
        {
            re[k] = ((re[k] * re[k]) + (im[k] * im[k])) / _size;
        }
    }

    private static double[,] Cosines(int coefficients, int bands)
    {
        var cosines = new double[coefficients, bands];
        for (int k = 0; k < coefficients; k++)
        {
            for (int m = 0; m < bands; m++)
            {
                cosines[k, m] = Math.Sqrt((k == 0 ? 1.0 : 2.0) / bands) * Math.Cos(Math.PI * k * (m + 0.5) / bands);
            }
        }

        return cosines;
    }
}
