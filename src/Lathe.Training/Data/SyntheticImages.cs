using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>Made-up images whose class is a blurred blob at its own place, in noise: learnable in seconds, for tests and demos.</summary>
public static class SyntheticImages
{
    /// <summary>Creates a set of square images.</summary>
    public static Dataset Create(int classes, int channels, int size, int train, int test, RandomKey key)
    {
        var shape = new Shape(channels, size, size);
        return Dataset.Create("synthetic-images", shape, Make(classes, shape, train, key.Fold("train")), Make(classes, shape, test, key.Fold("test")), key);
    }

    private static LabelledImages Make(int classes, Shape shape, int count, RandomKey key)
    {
        byte[] pixels = new byte[count * shape.Count];
        int[] labels = new int[count];
        int size = shape[1];
        for (int n = 0; n < count; n++)
        {
            RandomKey own = key.Fold((ulong)n);
            labels[n] = n % classes;
            double angle = 2 * Math.PI * labels[n] / classes;
            double cx = (size / 2.0) + (size / 3.2 * Math.Cos(angle)) + own.Normal(0), cy = (size / 2.0) + (size / 3.2 * Math.Sin(angle)) + own.Normal(1);
            for (int i = 0; i < shape.Count; i++)
            {
                double dx = (i % size) - cx, dy = (i / size % size) - cy;
                double value = (160 * Math.Exp(-((dx * dx) + (dy * dy)) / (size / 2.0))) + 40 + (25 * own.Normal((ulong)i + 2));
                pixels[(n * shape.Count) + i] = (byte)Math.Clamp(value, 0, 255);
            }
        }

        return new LabelledImages(pixels, labels);
    }
}
