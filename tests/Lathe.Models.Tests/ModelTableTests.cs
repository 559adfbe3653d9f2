namespace Lathe.Models.Tests;

public sealed class ModelTableTests
{
    [Fact]
    public void Docs_TableOfModels_IsWhatTheZooSays()
    {
        string path = ModelTable.File(), text = File.ReadAllText(path).ReplaceLineEndings("\n"), table = ModelTable.Markdown();
        int from = text.IndexOf(ModelTable.Begin, StringComparison.Ordinal) + ModelTable.Begin.Length + 1, to = text.IndexOf(ModelTable.End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("LATHE_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, text[..from] + table + text[to..]);
            return;
        }

        text[from..to].ShouldBe(table);
    }
}
