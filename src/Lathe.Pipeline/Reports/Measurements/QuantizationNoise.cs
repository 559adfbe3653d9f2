namespace Lathe.Pipeline.Reports.Measurements;

/// <summary>The difference between numbers and what they became by quantization.</summary>
/// <param name="Sqnr">Signal to quantization noise: <c>10 log10(sum x^2 / sum (x - q)^2)</c> in dB; 200 when there is no noise.</param>
/// <param name="Largest">Largest difference.</param>
/// <param name="Errors">The differences, in steps of the quantization.</param>
public sealed record QuantizationNoise(double Sqnr, double Largest, Histogram Errors)
{
    private const double NoNoise = 200;
    private const int Parts = 33;

    /// <summary>Compares numbers with their quantized form.</summary>
    /// <param name="original">The numbers.</param>
    /// <param name="quantized">What they became.</param>
    /// <param name="step">The quantization step of each place.</param>
    public static QuantizationNoise Of(ReadOnlySpan<float> original, ReadOnlySpan<float> quantized, Func<int, double> step)
    {
        double signal = 0, noise = 0, largest = 0;
        float[] errors = new float[original.Length];
        for (int i = 0; i < original.Length; i++)
        {
            double error = quantized[i] - (double)original[i];
            signal += (double)original[i] * original[i];
            noise += error * error;
            largest = Math.Max(largest, Math.Abs(error));
            errors[i] = (float)(error / Math.Max(step(i), 1e-30));
        }

        double sqnr = noise > 0 && signal > 0 ? Math.Clamp(10 * Math.Log10(signal / noise), -NoNoise, NoNoise) : NoNoise;
        return new QuantizationNoise(sqnr, largest, Histogram.Of(errors, -1, 1, Parts));
    }
}
