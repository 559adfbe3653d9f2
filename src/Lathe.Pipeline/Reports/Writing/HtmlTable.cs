namespace Lathe.Pipeline.Reports.Writing;

/// <summary>A table with a caption; its first column names the row, numbers are set to the right.</summary>
internal static class HtmlTable
{
    /// <summary>Makes the table, in a box that scrolls sideways when the page is narrow.</summary>
    public static Html Of(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Html>> rows) => Html.Of($"""
        <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption>{caption}</caption>
        <thead><tr>{Html.Join(columns.Select(c => Html.Of($"<th scope=\"col\">{c}</th>")))}</tr></thead>
        <tbody>{Html.Join(rows.Select(Row))}</tbody></table></div>

        """);

    /// <summary>Makes a table of plain texts.</summary>
    public static Html Of(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        Of(caption, columns, rows.Select(r => (IReadOnlyList<Html>)[.. r.Select(c => Html.Of($"{c}"))]));

    private static Html Row(IReadOnlyList<Html> cells) =>
        Html.Of($"<tr>{Html.Join(cells.Select((c, i) => i == 0 ? Html.Of($"<th scope=\"row\">{c}</th>") : Html.Of($"<td>{c}</td>")))}</tr>");
}
