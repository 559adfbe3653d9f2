namespace Lathe.Training.Data.Samples;

/// <summary><c>(x - mean) / deviation</c> by feature or channel, fitted on training samples only.</summary>
public sealed class Standardization
{
    private readonly float[] _mean;
    private readonly float[] _factor;
    private readonly int _inner;

    private Standardization(float[] mean, float[] factor, int inner) => (_mean, _factor, _inner) = (mean, factor, inner);

    /// <summary>Leaves values as they are.</summary>
    public static Standardization None { get; } = new([], [], 1);

    /// <summary>The means.</summary>
    public IReadOnlyList<float> Mean => _mean;

    /// <summary>
    /// Fits mean and deviation over some samples: one pair for each group of a sample, where a sample is [groups, inner]. A constant
    /// group is only centred.
    /// </summary>
    public static Standardization Fit(ReadOnlySpan<float> values, IReadOnlyList<int> samples, int groups, int inner)
    {
        var mean = new float[groups];
        var factor = new float[groups];
        for (int g = 0; g < groups; g++)
        {
            double sum = 0, squares = 0;
            foreach (int sample in samples)
            {
                foreach (float value in values.Slice(((sample * groups) + g) * inner, inner))
                {
                    sum += value;
                }
            }

            double count = (double)samples.Count * inner, average = sum / count;
            foreach (int sample in samples)
            {
                foreach (float value in values.Slice(((sample * groups) + g) * inner, inner))
                {
                    squares += (value - average) * (value - average);
                }
            }

            double deviation = Math.Sqrt(squares / count);
            mean[g] = (float)average;
            factor[g] = deviation > 1e-8 * Math.Max(1, Math.Abs(average)) ? (float)(1 / deviation) : 1;
        }

        return new Standardization(mean, factor, inner);
    }

    /// <summary>Standardises one sample.</summary>
    public void Apply(ReadOnlySpan<float> source, Span<float> target)
    {
        if (_mean.Length == 0)
        {
            source.CopyTo(target);
            return;
        }

        for (int i = 0; i < source.Length; i++)
        {
            int group = i / _inner;
            target[i] = (source[i] - _mean[group]) * _factor[group];
        }
    }
}
