using System.Globalization;
using System.Text.Json;
using Lathe.Compression.Techniques;
using Lathe.Pipeline.Reports.Writing;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>What the steps showed: their tables, with charts where they asked for one.</summary>
internal static class TechniqueSection
{
    private const int MostRows = 400;

    public static string ChartId(int table) => $"chart-table-{table}";

    public static Html Of(RunRecord run) => run.Tables.Count == 0 ? Html.Empty : Html.Of($"""
        <section aria-labelledby="steps"><h2 id="steps">Steps</h2>
        {Html.Join(run.Tables.Select(One))}</section>

        """);

    private static Html One(TechniqueTable table, int index)
    {
        Html rows = HtmlTable.Of(table.Title, table.Columns, table.Rows.Take(MostRows).Select(r => r.Select(Cell).ToArray()));
        return table.Chart is not null ? Figure.Of(ChartId(index), table.Title, table.Provenance, rows)
            : Html.Of($"<h3>{table.Title}</h3><p class=\"note\">{table.Provenance}</p>{rows}");
    }

    private static string Cell(object? value) => value switch
    {
        null => "-",
        JsonElement { ValueKind: JsonValueKind.Null } => "-",
        JsonElement { ValueKind: JsonValueKind.Number } number => Number(number.GetDouble()),
        _ => value.ToString() ?? "-",
    };

    private static string Number(double value) => value == Math.Round(value) && Math.Abs(value) < 1e15 ? value.ToString("N0", CultureInfo.InvariantCulture) : value.ToString("G5", CultureInfo.InvariantCulture);
}
