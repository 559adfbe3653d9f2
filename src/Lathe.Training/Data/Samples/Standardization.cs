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

    /// <summary>The means, one for each group.</summary>
    public IReadOnlyList<float> Mean => _mean;

    /// <summary>What a value less its mean is multiplied by, one for each group.</summary>
    public IReadOnlyList<float> Factors => _factor;

    /// <summary>
    /// Fits mean and deviation over some samples, one pair for each group, where a sample is [outer, groups, inner]. A constant group
    /// is only centred.
    /// </summary>
    /// <param name="values">All samples, one after the other.</param>
    /// <param name="samples">Those to fit on.</param>
    /// <param name="size">Values of one sample.</param>
    /// <param name="groups">Features or channels.</param>
    /// <param name="inner">Values of a group that follow each other.</param>
    public static Standardization Fit(ReadOnlySpan<float> values, IReadOnlyList<int> samples, int size, int groups, int inner)
    {
        double[] sum = new double[groups], squares = new double[groups];
        foreach (int sample in samples)
        {
            for (int i = 0; i < size; i++)
            {
                sum[i / inner % groups] += values[(sample * size) + i];
            }
        }

        double count = (double)samples.Count * size / groups;
        double[] mean = Array.ConvertAll(sum, s => s / count);
        foreach (int sample in samples)
        {
            for (int i = 0; i < size; i++)
            {
                double difference = values[(sample * size) + i] - mean[i / inner % groups];
                squares[i / inner % groups] += difference * difference;
            }
        }

        return new Standardization(Array.ConvertAll(mean, m => (float)m), [.. squares.Select((s, g) => Factor(Math.Sqrt(s / count), mean[g]))], inner);
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
            int group = i / _inner % _mean.Length;
            target[i] = (source[i] - _mean[group]) * _factor[group];
        }
    }

    private static float Factor(double deviation, double mean) => deviation > 1e-8 * Math.Max(1, Math.Abs(mean)) ? (float)(1 / deviation) : 1;
}
