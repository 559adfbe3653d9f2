namespace Lathe.Graph.Storage;

/// <summary>Writes a file beside its place, flushes it to the disk and renames it: a reader sees the old file or the whole new one.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file, replacing one that is there.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="InvalidInputException">It cannot be written; nothing of it is left.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string beside = path + ".tmp";
        bool mine = false;
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                mine = true;
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"'{path}' cannot be written: {error.Message} Check space and permissions.", error);
        }
        finally
        {
            if (mine && File.Exists(beside))
            {
                File.Delete(beside);
            }
        }
    }
}
