using System.IO.Compression;

namespace Lathe.Training.Data;

/// <summary>Reads data files, compressed or not, up to a limit.</summary>
internal static class DataFiles
{
    private const long MostBytes = 4L << 30;

    public static byte[] Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"There is no data file '{path}'.");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var memory = new MemoryStream();
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                if (memory.Length + read > MostBytes)
                {
                    throw new InvalidInputException($"'{path}' unpacks to more than {MostBytes:N0} bytes.");
                }

                memory.Write(buffer, 0, read);
            }

            return memory.ToArray();
        }
        catch (InvalidDataException error)
        {
            throw new InvalidInputException($"'{path}' is not whole: {error.Message}", error);
        }
    }
}
