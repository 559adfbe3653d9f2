namespace Lathe.Training.Data;

/// <summary>
/// The binary rows of CIFAR: a label byte (CIFAR-10) or a coarse and a fine one (CIFAR-100), then 3,072 bytes in planes R, G, B.
/// </summary>
public static class CifarFile
{
    private const int Image = 3072;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, compressed or not.</param>
    /// <param name="classes">10, or 100 for the fine labels of CIFAR-100.</param>
    /// <param name="limits">How much it may hold.</param>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static LabelledImages Read(string path, int classes = 10, DataLimits? limits = null)
    {
        int head = classes == 100 ? 2 : 1, row = head + Image;
        byte[] bytes = DataFiles.Read(path, limits);
        if (bytes.Length == 0 || bytes.Length % row != 0)
        {
            throw new InvalidInputException($"'{path}' has {bytes.Length} bytes, not a multiple of {row}. It is not a CIFAR-{classes} file, or it is cut off.");
        }

        int count = bytes.Length / row;
        byte[] pixels = new byte[count * Image];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = bytes[(i * row) + head - 1];
            if (labels[i] >= classes)
            {
                throw new InvalidInputException($"'{path}': image {i} has label {labels[i]}; CIFAR-{classes} has 0 to {classes - 1}.");
            }

            bytes.AsSpan((i * row) + head, Image).CopyTo(pixels.AsSpan(i * Image));
        }

        return new LabelledImages(pixels, labels);
    }

    /// <summary>Joins files of one set, as CIFAR-10's five training batches.</summary>
    public static LabelledImages ReadAll(IEnumerable<string> paths, int classes = 10, DataLimits? limits = null)
    {
        LabelledImages[] parts = [.. paths.Select(p => Read(p, classes, limits))];
        return new LabelledImages([.. parts.SelectMany(p => p.Pixels)], [.. parts.SelectMany(p => p.Labels)]);
    }
}
