using Lathe.Compression.Techniques;
using Lathe.Pipeline.Methods;
using Lathe.Pipeline.Recipes;
using Lathe.Tests;

namespace Lathe.Pipeline.Tests.Methods;

public class MethodIndexTests
{
    [Fact]
    public void Page_ListsEveryMethodWithItsPageAndItsEffects()
    {
        TechniqueInfo info = MethodCatalog.All[0];
        MethodEffect[] effects =
        [
            new(info.Step, info.Method, "Net A") { Before = 0.9, After = 0.895, FewerMacs = 2, SmallerFile = 1.5, SmallerBundle = 3, Faster = 1.75 },
            new(info.Step, info.Method, "Net B") { Refused = "no layer fits" },
        ];

        string page = MethodIndex.Page(effects, "Here.");

        page.ShouldContain($"| {info.Method} | 90.00 → 89.50 % | 2.00x | 1.50x | 3.00x | 1.75x |");
        page.ShouldContain($"| {info.Method} | refused: no layer fits |");
        foreach (TechniqueInfo known in MethodCatalog.All)
        {
            page.ShouldContain($"[{known.Method}]({known.Page})");
        }
    }

    /// <summary>The index in docs knows every method; <c>lathe methods --page</c> writes it anew.</summary>
    [Fact]
    public void Docs_IndexIsFresh()
    {
        string page = File.ReadAllText(Path.Combine(SourceTree.Root(), "docs", "methods", "README.md"));

        foreach (TechniqueInfo info in MethodCatalog.All)
        {
            page.ShouldContain($"| [{info.Method}]({info.Page}) | {info.Summary} | {info.Paper} |");
        }
    }
}
