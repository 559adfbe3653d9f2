using Lathe.Training.Data.Samples;

namespace Lathe.Training.Data.Detection;

/// <summary>
/// Makes a set for anomaly detection of one with classes: some are normal, the others anomalies. The training part keeps the normal
/// samples alone, for an autoencoder to learn to give back; validation and test keep both, and a network is judged by how well
/// the error of what it gives back tells them apart. Means and deviations are those of the normal training samples, by channel.
/// </summary>
public static class AnomalyDetection
{
    /// <summary>Takes some classes of a set as normal.</summary>
    /// <param name="data">A set with one label a sample.</param>
    /// <param name="normalClasses">Names of the normal classes, or their numbers where classes have no names.</param>
    /// <exception cref="InvalidInputException">A class is unknown, or a part has no normal sample or no anomaly.</exception>
    public static Dataset Of(Dataset data, IReadOnlyCollection<string> normalClasses)
    {
        if (data.Classes == 0 || data.Train.LabelsEach != 1)
        {
            throw new InvalidInputException($"Data set '{data.Name}' has no class for each sample, so that none can be normal. Take a set with classes.");
        }

        bool[] normal = new bool[data.Classes];
        foreach (string name in normalClasses)
        {
            normal[Find(data, name)] = true;
        }

        int[] fit = [.. Enumerable.Range(0, data.Train.Count).Where(i => normal[data.Train.Label(i)])];
        if (fit.Length == 0 || normal.All(n => n) || !Mixed(data.Validation, normal) || !Mixed(data.Test, normal))
        {
            throw new InvalidInputException($"Data set '{data.Name}' with '{string.Join(", ", normalClasses)}' normal: the training part needs normal samples, validation and test both normal ones and anomalies.");
        }

        Standardization standard = Fit(data.Train, fit);
        return data with
        {
            Classes = 0,
            ClassNames = [],
            // Samples are standardised once more here, which no front end knows of.
            Sound = null,
            TestClips = null,
            Train = new DataSplit(new DetectionSamples(data.Train, normal, standard), fit),
            Validation = Whole(new DetectionSamples(data.Validation, normal, standard)),
            Test = Whole(new DetectionSamples(data.Test, normal, standard)),
        };
    }

    private static DataSplit Whole(SampleSource samples) => new(samples, [.. Enumerable.Range(0, samples.Count)]);

    private static bool Mixed(DataSplit split, bool[] normal)
    {
        int count = Enumerable.Range(0, split.Count).Count(i => normal[split.Label(i)]);
        return count > 0 && count < split.Count;
    }

    private static int Find(Dataset data, string name)
    {
        for (int c = 0; c < data.Classes; c++)
        {
            if (string.Equals(name, data.ClassNames.Count > c ? data.ClassNames[c] : $"{c}", StringComparison.OrdinalIgnoreCase))
            {
                return c;
            }
        }

        throw new InvalidInputException($"Data set '{data.Name}' has no class '{name}'. It has {(data.ClassNames.Count > 0 ? string.Join(", ", data.ClassNames) : $"0 to {data.Classes - 1}")}.");
    }

    private static Standardization Fit(DataSplit train, int[] fit)
    {
        int size = train.Shape.Count, groups = train.Shape.Rank > 1 ? train.Shape[0] : size;
        float[] values = new float[checked(fit.Length * size)];
        for (int i = 0; i < fit.Length; i++)
        {
            train.Read(fit[i], values.AsSpan(i * size, size));
        }

        return Standardization.Fit(values, [.. Enumerable.Range(0, fit.Length)], size, groups, size / groups);
    }
}
