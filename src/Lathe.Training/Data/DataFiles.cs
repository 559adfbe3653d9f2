using System.IO.Compression;
using System.Text;

namespace Lathe.Training.Data;

/// <summary>Reads data files, compressed or not, up to a limit.</summary>
internal static class DataFiles
{
    public static byte[] Read(string path, DataLimits? limits = null)
    {
        limits ??= DataLimits.Default;
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"There is no data file '{path}'.");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Unpack(path, file, limits) : Whole(path, file, limits);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidInputException($"'{path}' is not whole: {error.Message} Get it again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The lines of a UTF-8 file.</summary>
    public static string[] Lines(string path, DataLimits? limits = null) => Encoding.UTF8.GetString(Read(path, limits)).TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');

    public static byte[] Copy(string path, Stream stream, DataLimits limits)
    {
        using var memory = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            limits.CheckBytes(path, memory.Length + read);
            memory.Write(buffer, 0, read);
        }

        return memory.ToArray();
    }

    private static byte[] Unpack(string path, FileStream file, DataLimits limits)
    {
        using var stream = new GZipStream(file, CompressionMode.Decompress);
        return Copy(path, stream, limits);
    }

    private static byte[] Whole(string path, FileStream file, DataLimits limits)
    {
        limits.CheckBytes(path, file.Length);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
