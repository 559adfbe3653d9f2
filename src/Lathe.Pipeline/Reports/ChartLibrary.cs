namespace Lathe.Pipeline.Reports;

/// <summary>Finds the script that draws charts: LATHE_HOME, then .lathe/web above the program.</summary>
internal static class ChartLibrary
{
    private const string Place = ".lathe/web/echarts.min.js";

    /// <summary>The script, or null when it is not on this machine; the report then shows its tables only.</summary>
    public static string? TryRead() => Folders().Select(f => Path.Combine(f, Place)).FirstOrDefault(File.Exists) is { } path ? File.ReadAllText(path) : null;

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("LATHE_HOME") is { Length: > 0 } home)
        {
            yield return home;
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
