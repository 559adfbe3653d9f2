using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>A classification data set: train fits, validation decides, test is read once for the number that is reported.</summary>
public sealed record Dataset
{
    private const double ValidationShare = 0.1;

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>For fitting.</summary>
    public required DataSplit Train { get; init; }

    /// <summary>For decisions: early stopping, calibration, ranks.</summary>
    public required DataSplit Validation { get; init; }

    /// <summary>For the reported number.</summary>
    public required DataSplit Test { get; init; }

    /// <summary>One sample: C, H, W.</summary>
    public Shape SampleShape => Train.Shape;

    /// <summary>
    /// Splits images into the three parts: a tenth of each class of the training data validates, chosen by a key; mean and
    /// deviation are those of the training part.
    /// </summary>
    public static Dataset Create(string name, Shape shape, LabelledImages train, LabelledImages test, RandomKey key)
    {
        int classes = Math.Max(train.Labels.Max(), test.Labels.Max()) + 1;
        var fit = new List<int>();
        var validate = new List<int>();
        foreach (IGrouping<int, int> group in Enumerable.Range(0, train.Labels.Length).GroupBy(i => train.Labels[i]).OrderBy(g => g.Key))
        {
            int[] members = [.. group];
            int[] order = key.Fold((ulong)group.Key).Permutation(members.Length);
            int count = (int)(members.Length * ValidationShare);
            validate.AddRange(order.Take(count).Select(o => members[o]));
            fit.AddRange(order.Skip(count).Select(o => members[o]));
        }

        int[] fitOrder = [.. fit.Order()], validationOrder = [.. validate.Order()];
        (float[] mean, float[] deviation) = Moments(train.Pixels, fitOrder, shape);
        return new Dataset
        {
            Name = name,
            Classes = classes,
            Train = new DataSplit(train.Pixels, train.Labels, fitOrder, shape, mean, deviation),
            Validation = new DataSplit(train.Pixels, train.Labels, validationOrder, shape, mean, deviation),
            Test = new DataSplit(test.Pixels, test.Labels, [.. Enumerable.Range(0, test.Labels.Length)], shape, mean, deviation),
        };
    }

    private static (float[] Mean, float[] Deviation) Moments(byte[] pixels, int[] order, Shape shape)
    {
        int plane = shape[1] * shape[2];
        var mean = new float[shape[0]];
        var deviation = new float[shape[0]];
        for (int c = 0; c < shape[0]; c++)
        {
            long sum = 0, squares = 0;
            foreach (int image in order)
            {
                foreach (byte value in pixels.AsSpan((image * shape.Count) + (c * plane), plane))
                {
                    sum += value;
                    squares += value * value;
                }
            }

            double count = (double)order.Length * plane, average = sum / count;
            mean[c] = (float)(average / 255);
            deviation[c] = (float)Math.Max(1e-3, Math.Sqrt(Math.Max(0, (squares / count) - (average * average))) / 255);
        }

        return (mean, deviation);
    }
}
