using Lathe.Training.Data.Samples;

namespace Lathe.Training.Data.Series;

/// <summary>Cuts series into windows that overlap; the windows of a series stay in its part of the set.</summary>
public static class SeriesWindows
{
    /// <summary>Cuts the series of a set, [C, L], into windows, [C, window].</summary>
    /// <param name="data">A set of series.</param>
    /// <param name="window">Steps of a window.</param>
    /// <param name="hop">Steps from the start of one window to that of the next.</param>
    /// <exception cref="InvalidInputException">The set has no series, or they are shorter than a window.</exception>
    public static Dataset Of(Dataset data, int window, int hop)
    {
        if (data.SampleShape.Rank != 2 || data.Train.LabelsEach != 1 || window < 1 || window > data.SampleShape[1] || hop < 1)
        {
            throw new InvalidInputException($"Data set '{data.Name}' of {data.SampleShape} samples cannot be cut into windows of {window} steps every {hop}. It takes series, [channels, steps], a window of at most their steps, and a hop of at least 1.");
        }

        return data with { Train = Cut(data.Train), Validation = Cut(data.Validation), Test = Cut(data.Test) };

        DataSplit Cut(DataSplit split)
        {
            SampleSource windows = new WindowSamples(split, window, hop);
            return new DataSplit(windows, [.. Enumerable.Range(0, windows.Count)]);
        }
    }
}
