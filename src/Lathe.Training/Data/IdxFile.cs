using System.Buffers.Binary;
using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>The IDX format of MNIST: a magic number, big-endian sizes, bytes.</summary>
public static class IdxFile
{
    /// <summary>Reads images and labels.</summary>
    /// <exception cref="InvalidInputException">A file is damaged, empty, or they do not belong together.</exception>
    public static (LabelledImages Data, Shape Shape) Read(string images, string labels, DataLimits? limits = null)
    {
        (int[] size, byte[] pixels) = Parse(images, 3, limits);
        (int[] count, byte[] classes) = Parse(labels, 1, limits);
        if (size[0] != count[0])
        {
            throw new InvalidInputException($"'{images}' has {size[0]} images, but '{labels}' {count[0]} labels. They do not belong together.");
        }

        return (new LabelledImages(pixels, Array.ConvertAll(classes, c => (int)c)), new Shape(1, size[1], size[2]));
    }

    private static (int[] Size, byte[] Data) Parse(string path, int rank, DataLimits? limits)
    {
        byte[] bytes = DataFiles.Read(path, limits);
        int header = 4 + (4 * rank);
        if (bytes.Length < header || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 8 || bytes[3] != rank)
        {
            throw new InvalidInputException($"'{path}' is not an IDX file of {rank} dimensions of bytes.");
        }

        uint[] size = new uint[rank];
        UInt128 count = 1;
        for (int i = 0; i < rank; i++)
        {
            size[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 + (4 * i)));
            count *= size[i];
        }

        if (count == 0)
        {
            throw new InvalidInputException($"'{path}' says [{string.Join(", ", size)}]: it is empty. Get it again.");
        }

        return count == (UInt128)(bytes.Length - header)
            ? (Array.ConvertAll(size, s => (int)s), bytes[header..])
            : throw new InvalidInputException($"'{path}' says [{string.Join(", ", size)}], which is {count} bytes, but holds {bytes.Length - header}. It is damaged or cut off.");
    }
}
