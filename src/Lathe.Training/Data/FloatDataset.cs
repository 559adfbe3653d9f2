using Lathe.Tensors;
using Lathe.Training.Data.Samples;

namespace Lathe.Training.Data;

/// <summary>Makes data sets of real-valued samples: three parts, standardised by what the training part says.</summary>
internal static class FloatDataset
{
    private const double DefaultTestShare = 0.2;

    /// <summary>With a test part given apart.</summary>
    public static Dataset Create(string name, Shape shape, FloatTable train, FloatTable test, RandomKey key, int classes, Grouping grouping)
    {
        Check(name, "training", shape, train, classes);
        Check(name, "test", shape, test, classes);
        (int[] fit, int[] validate) = classes > 0
            ? StratifiedSplit.Carve(train.Labels, StratifiedSplit.DefaultShare, key, name)
            : StratifiedSplit.Carve(train.Values.Length / shape.Count, StratifiedSplit.DefaultShare, key, name);
        Standardization standard = Standardization.Fit(train.Values, fit, shape.Count, grouping.Groups, grouping.Inner);
        SampleSource source = new FloatSamples(train.Values, train.Labels, shape, classes, standard, train.Targets);
        SampleSource last = new FloatSamples(test.Values, test.Labels, shape, classes, standard, test.Targets);
        return new Dataset
        {
            Name = name,
            Classes = classes,
            Train = new DataSplit(source, fit),
            Validation = new DataSplit(source, validate),
            Test = new DataSplit(last, [.. Enumerable.Range(0, last.Count)]),
            Standard = standard,
        };
    }

    /// <summary>With a test part carved out of one table before anything is fitted.</summary>
    public static Dataset Create(string name, Shape shape, FloatTable all, RandomKey key, int classes, Grouping grouping, double testShare = DefaultTestShare)
    {
        int count = all.Values.Length / shape.Count;
        (int[] train, int[] test) = Carve(name, shape, all, key, classes, testShare);
        return Create(name, shape, Pick(all, train, shape, count), Pick(all, test, shape, count), key, classes, grouping);
    }

    /// <summary>The samples of one table that train, and those that test.</summary>
    public static (int[] Train, int[] Test) Carve(string name, Shape shape, FloatTable all, RandomKey key, int classes, double testShare = DefaultTestShare) =>
        StratifiedSplit.Carve(classes > 0 ? all.Labels : new int[all.Values.Length / shape.Count], testShare, key.Fold("test"), name);

    private static FloatTable Pick(FloatTable all, int[] samples, Shape shape, int count) => new(Rows(all.Values, samples, shape.Count), all.Labels.Length > 0 ? [.. samples.Select(s => all.Labels[s])] : [])
    {
        Targets = Rows(all.Targets, samples, all.Targets.Length / Math.Max(1, count)),
    };

    private static float[] Rows(float[] values, int[] samples, int size)
    {
        float[] rows = new float[samples.Length * size];
        for (int i = 0; i < samples.Length; i++)
        {
            values.AsSpan(samples[i] * size, size).CopyTo(rows.AsSpan(i * size));
        }

        return rows;
    }

    private static void Check(string name, string part, Shape shape, FloatTable table, int classes)
    {
        int count = table.Values.Length / Math.Max(1, shape.Count);
        bool fits = classes > 0 ? table.Labels.Length == count : table.Targets.Length > 0 && table.Targets.Length % Math.Max(1, count) == 0;
        if (count == 0 || table.Values.Length != (long)count * shape.Count || !fits)
        {
            throw new InvalidInputException($"Data set '{name}': {table.Values.Length} {part} values are not {table.Labels.Length} samples of {shape}.");
        }

        int bad = Array.FindIndex(table.Values, v => !float.IsFinite(v));
        if (bad >= 0)
        {
            throw new InvalidInputException($"Data set '{name}': {part} sample {bad / shape.Count} holds {table.Values[bad]}. Remove it or fill the gap.");
        }

        LabelCheck.Range(name, part, table.Labels, Math.Max(1, classes));
    }
}
