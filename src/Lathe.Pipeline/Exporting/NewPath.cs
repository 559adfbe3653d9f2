namespace Lathe.Pipeline.Exporting;

/// <summary>Makes files and folders that are never seen half-written and never replace what is there.</summary>
internal static class NewPath
{
    /// <summary>Writes a file beside its place, flushes it and renames it.</summary>
    /// <exception cref="InvalidInputException">It exists, or cannot be written.</exception>
    public static void Write(string path, Action<Stream> write) => Make(path, beside =>
    {
        using var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.ReadWrite);
        write(stream);
        stream.Flush(flushToDisk: true);
    }, File.Move, File.Delete);

    /// <summary>Fills a folder beside its place and renames it.</summary>
    /// <exception cref="InvalidInputException">It exists, or cannot be made.</exception>
    public static void Fill(string path, Action<string> fill) => Make(Path.TrimEndingDirectorySeparator(path), beside =>
    {
        Directory.CreateDirectory(beside);
        fill(beside);
    }, Directory.Move, beside => Directory.Delete(beside, recursive: true));

    private static void Make(string path, Action<string> make, Action<string, string> move, Action<string> delete)
    {
        if (Path.Exists(path))
        {
            throw new InvalidInputException($"'{path}' exists already. Choose another --out, or remove it first.");
        }

        string beside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            make(beside);
            move(beside, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"'{path}' cannot be written: {error.Message} Check space and permissions.", error);
        }
        finally
        {
            if (Path.Exists(beside))
            {
                delete(beside);
            }
        }
    }
}
