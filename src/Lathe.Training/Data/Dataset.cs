using Lathe.Tensors;
using Lathe.Training.Data.Audio;
using Lathe.Training.Data.Samples;

namespace Lathe.Training.Data;

/// <summary>A data set: train fits, validation decides, test is read once for the number that is reported.</summary>
public sealed record Dataset
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The number of classes; 0 for regression.</summary>
    public required int Classes { get; init; }

    /// <summary>For fitting.</summary>
    public required DataSplit Train { get; init; }

    /// <summary>For decisions: early stopping, calibration, ranks.</summary>
    public required DataSplit Validation { get; init; }

    /// <summary>For the reported number.</summary>
    public required DataSplit Test { get; init; }

    /// <summary>Names of the classes where the data gives them, else empty.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Different tokens of texts; null for other data.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>What its numbers were standardised by; null for other data.</summary>
    public Standardization? Standard { get; init; }

    /// <summary>How its sound became numbers; null for other data.</summary>
    public SoundFeatures? Sound { get; init; }

    /// <summary>The recordings behind the test part, in its order: 16-bit samples, at most those of a clip; null for other data.</summary>
    public IReadOnlyList<short[]>? TestClips { get; init; }

    /// <summary>One sample: C, H, W for images.</summary>
    public Shape SampleShape => Train.Shape;

    /// <summary>
    /// Splits images into the three parts: a tenth of each class of the training data validates, chosen by a key; mean and
    /// deviation are those of the training part.
    /// </summary>
    /// <exception cref="InvalidInputException">There are no images, or their labels do not fit.</exception>
    public static Dataset Create(string name, Shape shape, LabelledImages train, LabelledImages test, RandomKey key, int? classes = null)
    {
        int count = classes ?? CountClasses(name, train.Labels, test.Labels);
        Check(name, "training", shape, train, count);
        Check(name, "test", shape, test, count);
        (int[] fit, int[] validate) = StratifiedSplit.Carve(train.Labels, StratifiedSplit.DefaultShare, key, name);
        (float[] mean, float[] deviation) = ImageMoments.Of(train.Pixels, fit, shape);
        var source = new ImageSamples(train.Pixels, train.Labels, shape, count, mean, deviation);
        return new Dataset
        {
            Name = name,
            Classes = count,
            Train = new DataSplit(source, fit),
            Validation = new DataSplit(source, validate),
            Test = new DataSplit(new ImageSamples(test.Pixels, test.Labels, shape, count, mean, deviation), [.. Enumerable.Range(0, test.Labels.Length)]),
        };
    }

    internal static int CountClasses(string name, int[] train, int[] test) => train.Length > 0 && test.Length > 0
        ? train.Max() + 1
        : throw new InvalidInputException($"Data set '{name}' has {train.Length} training and {test.Length} test samples. It needs some of each.");

    private static void Check(string name, string part, Shape shape, LabelledImages images, int classes)
    {
        if (images.Labels.Length == 0 || images.Pixels.Length != (long)images.Labels.Length * shape.Count)
        {
            throw new InvalidInputException($"Data set '{name}': {images.Pixels.Length} bytes of {part} images are not {images.Labels.Length} images of {shape}.");
        }

        LabelCheck.Range(name, part, images.Labels, classes);
    }
}
