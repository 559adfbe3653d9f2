using System.Buffers.Binary;
using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>The IDX format of MNIST: a magic number, big-endian sizes, bytes.</summary>
public static class IdxFile
{
    /// <summary>Reads images and labels.</summary>
    /// <exception cref="InvalidInputException">A file is damaged or they do not belong together.</exception>
    public static (LabelledImages Data, Shape Shape) Read(string images, string labels)
    {
        (int[] size, byte[] pixels) = Parse(images, 3);
        (int[] count, byte[] classes) = Parse(labels, 1);
        if (size[0] != count[0])
        {
            throw new InvalidInputException($"'{images}' has {size[0]} images, but '{labels}' {count[0]} labels. They do not belong together.");
        }

        return (new LabelledImages(pixels, Array.ConvertAll(classes, c => (int)c)), new Shape(1, size[1], size[2]));
    }

    private static (int[] Size, byte[] Data) Parse(string path, int rank)
    {
        byte[] bytes = DataFiles.Read(path);
        int header = 4 + (4 * rank);
        if (bytes.Length < header || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 8 || bytes[3] != rank)
        {
            throw new InvalidInputException($"'{path}' is not an IDX file of {rank} dimensions of bytes.");
        }

        int[] size = new int[rank];
        long count = 1;
        for (int i = 0; i < rank; i++)
        {
            size[i] = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 + (4 * i)));
            count = size[i] < 0 ? -1 : count * size[i];
        }

        return count == bytes.Length - header
            ? (size, bytes[header..])
            : throw new InvalidInputException($"'{path}' says [{string.Join(", ", size)}], but holds {bytes.Length - header} bytes. It is damaged or cut off.");
    }
}
