namespace Lathe.Compression.Bundles.Graphs;

/// <summary>Names and texts of a network. Nothing in a bundle is a path, and nothing may look like one that leads elsewhere.</summary>
internal static class BundleNames
{
    private const int Longest = 1 << 16;

    /// <summary>Returns a name that is allowed.</summary>
    /// <exception cref="InvalidInputException">It is too long, holds control characters, or climbs out of a folder.</exception>
    public static string Check(string name)
    {
        string? problem = name.Length > Longest ? $"has {name.Length:N0} characters, more than {Longest:N0}"
            : name.AsSpan().ContainsAny('\0', '\u001b', '\u007f') ? "holds control characters"
            : name.Split('/', '\\').Contains("..") ? "has a part '..', as a path out of a folder"
            : null;
        return problem is null ? name : throw new InvalidInputException($"The name '{Shown(name)}' {problem}. A bundle holds no such names: rename it in the model.");
    }

    private static string Shown(string name) => new([.. name.Take(60).Select(c => char.IsControl(c) ? '?' : c)]);
}
