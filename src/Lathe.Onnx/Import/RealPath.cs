namespace Lathe.Onnx.Import;

/// <summary>Where a path leads once every link on the way is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 32;

    /// <summary>The path without links, or null when they lead in a circle.</summary>
    public static string? Of(string path)
    {
        int links = 0;
        return Follow(Path.GetFullPath(path), ref links);
    }

    private static string? Follow(string path, ref int links)
    {
        string result = Path.GetPathRoot(path)!;
        foreach (string part in path[result.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(result, part);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                if (++links > MostLinks || Follow(Path.GetFullPath(Path.Combine(result, target)), ref links) is not { } real)
                {
                    return null;
                }

                next = real;
            }

            result = next;
        }

        return result;
    }
}
