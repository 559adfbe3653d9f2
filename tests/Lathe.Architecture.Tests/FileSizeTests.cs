using Lathe.Tests;

namespace Lathe.Architecture.Tests;

public class FileSizeTests
{
    private const int MostLinesOfATechnique = 300, MostLines = 500;

    [Theory]
    [InlineData("Lathe.Compression", MostLinesOfATechnique)]
    [InlineData("", MostLines)]
    public void Files_StayShortEnoughToRead(string project, int most)
    {
        string root = Path.Combine(SourceTree.Root(), "src", project);

        string[] files = [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

        files.Length.ShouldBeGreaterThan(50);
        files.Where(f => File.ReadLines(f).Count() > most).ShouldBeEmpty();
    }
}
