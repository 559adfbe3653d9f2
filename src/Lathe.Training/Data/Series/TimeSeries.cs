using Lathe.Tensors;

namespace Lathe.Training.Data.Series;

/// <summary>
/// Sets of series with a class, [C, L], from a pair of .ts files, standardised by channel. Series shorter than the longest
/// training series are filled with zeros after their end, longer test series are cut.
/// </summary>
public static class TimeSeries
{
    /// <summary>Opens a training file and its test file.</summary>
    /// <exception cref="InvalidInputException">A file is damaged or they do not belong together.</exception>
    public static Dataset Open(string train, string test, RandomKey key, string? name = null, DataLimits? limits = null)
    {
        limits ??= DataLimits.Default;
        TimeSeriesFile fit = TimeSeriesFile.Read(train, limits), last = TimeSeriesFile.Read(test, limits);
        var names = new LabelNames(fit.Cases.Select(c => c.Label), train);
        int channels = fit.Cases[0].Channels.Length, length = fit.Cases.Max(c => c.Channels.Max(s => s.Length));
        limits.CheckBytes(train, 4L * channels * length * fit.Cases.Count);
        limits.CheckBytes(test, 4L * channels * length * last.Cases.Count);
        Dataset data = FloatDataset.Create(
            name ?? Path.GetFileNameWithoutExtension(train), new Shape(channels, length), Table(fit, channels, length, names), Table(last, channels, length, names), key, names.Names.Count, new Grouping(channels, length));
        return data with { ClassNames = names.Names };
    }

    private static FloatTable Table(TimeSeriesFile file, int channels, int length, LabelNames names)
    {
        float[] values = new float[file.Cases.Count * channels * length];
        int[] labels = new int[file.Cases.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            (int line, float[][] series, string label) = file.Cases[i];
            if (series.Length != channels)
            {
                throw new InvalidInputException($"'{file.Path}', line {line} has {series.Length} channels, the first training case {channels}. All cases need as many.");
            }

            labels[i] = names.Of(label, file.Path, line);
            for (int c = 0; c < channels; c++)
            {
                series[c].AsSpan(0, Math.Min(length, series[c].Length)).CopyTo(values.AsSpan(((i * channels) + c) * length));
            }
        }

        return new FloatTable(values, labels);
    }
}
