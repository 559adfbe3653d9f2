namespace Lathe.Pipeline.Reports.Writing;

/// <summary>A chart with its title, a sentence on how its numbers were had, and the table behind it.</summary>
internal static class Figure
{
    /// <summary>Makes the figure; the script draws the chart named <paramref name="id"/> into it.</summary>
    public static Html Of(string id, string title, string provenance, Html table) => Html.Of($"""
        <figure><h3>{title}</h3>
        <div class="chart" id="{id}" role="img" aria-label="{title}. The table below holds the same numbers."></div>
        <figcaption>{provenance}</figcaption>
        <details><summary>The numbers as a table</summary>{table}</details></figure>

        """);
}
