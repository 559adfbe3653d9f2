namespace Lathe.Training.Data;

/// <summary>The binary rows of CIFAR-10: a label byte and 3,072 bytes in planes R, G, B.</summary>
public static class CifarFile
{
    private const int Image = 3072;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static LabelledImages Read(string path)
    {
        byte[] bytes = DataFiles.Read(path);
        if (bytes.Length == 0 || bytes.Length % (Image + 1) != 0)
        {
            throw new InvalidInputException($"'{path}' has {bytes.Length} bytes, not a multiple of {Image + 1}. It is not a CIFAR-10 file, or it is cut off.");
        }

        int count = bytes.Length / (Image + 1);
        byte[] pixels = new byte[count * Image];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = bytes[i * (Image + 1)];
            if (labels[i] > 9)
            {
                throw new InvalidInputException($"'{path}': image {i} has label {labels[i]}; CIFAR-10 has 0 to 9.");
            }

            bytes.AsSpan((i * (Image + 1)) + 1, Image).CopyTo(pixels.AsSpan(i * Image));
        }

        return new LabelledImages(pixels, labels);
    }
}
