using Lathe.Pipeline.Reports.Writing;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>Where the numbers were had, and what was asked for.</summary>
internal static class EnvironmentSection
{
    public static Html Of(RunRecord run) => Html.Of($"""
        <section aria-labelledby="environment"><h2 id="environment">Environment and recipe</h2>
        <div class="words">{HtmlTable.Of("The machine", ["what", "value"], run.Environment.Select(e => new[] { e.Name, e.Value }))}</div>
        <h3>Recipe, as locked</h3><pre tabindex="0">{run.Recipe}</pre></section>

        """);
}
