namespace Lathe.Tests;

/// <summary>The repository the tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Lathe.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new FileNotFoundException("Lathe.slnx is in no folder above the tests.");
    }
}
