using System.Globalization;

namespace Lathe.Training.Data.Tables;

/// <summary>The rows of a table as text fields; quoted fields may hold separators and doubled quotes.</summary>
internal sealed class CsvTable
{
    private CsvTable(string path, string[] header, List<(int Line, string[] Fields)> rows) => (Path, Header, Rows) = (path, header, rows);

    public string Path { get; }

    /// <summary>Column names; numbers where the file names none.</summary>
    public string[] Header { get; }

    public List<(int Line, string[] Fields)> Rows { get; }

    public static CsvTable Read(string path, CsvOptions options)
    {
        string[] lines = DataFiles.Lines(path, options.Limits);
        var rows = new List<(int Line, string[] Fields)>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length > 0)
            {
                rows.Add((i + 1, Split(lines[i], options.Separator, path, i + 1)));
            }
        }

        if (rows.Count < 2)
        {
            throw new InvalidInputException($"'{path}' has {rows.Count} rows. A table needs at least two.");
        }

        int columns = rows[1].Fields.Length;
        bool named = IsHeader(rows[0].Fields, rows[1].Fields);
        string[] header = named && rows[0].Fields.Length == columns ? rows[0].Fields : [.. Enumerable.Range(0, columns).Select(c => $"{c}")];
        rows.RemoveRange(0, named ? 1 : 0);
        (int Line, string[] Fields) odd = rows.Find(r => r.Fields.Length != columns);
        return odd.Fields is null
            ? new CsvTable(path, header, rows)
            : throw new InvalidInputException($"'{path}', line {odd.Line} has {odd.Fields.Length} fields, line {rows[0].Line} has {columns}. All rows need as many.");
    }

    /// <summary>The number of a column given by name or number.</summary>
    public int Column(string name)
    {
        int index = Array.IndexOf(Header, name);
        index = index < 0 && int.TryParse(name, CultureInfo.InvariantCulture, out int number) ? number : index;
        return (uint)index < (uint)Header.Length ? index : throw new InvalidInputException($"'{Path}' has no column '{name}'. It has {string.Join(", ", Header.Take(40))}.");
    }

    public float Number(int row, int column)
    {
        (int line, string[] fields) = Rows[row];
        return float.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) ? value
            : throw new InvalidInputException($"'{Path}', line {line}, column '{Header[column]}': '{fields[column]}' is not a number. Fill or remove it, or leave the column out (ignore).");
    }

    /// <summary>A first line of another length, or with words where the second has numbers, names columns.</summary>
    private static bool IsHeader(string[] first, string[] second) => first.Length != second.Length
        || first.Zip(second, (a, b) => !IsNumber(a) && IsNumber(b)).Any(words => words);

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string[] Split(string line, char separator, string path, int number)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return [.. line.Split(separator).Select(f => f.Trim())];
        }

        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == separator && !quoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        return quoted ? throw new InvalidInputException($"'{path}', line {number}: a quote is not closed.") : [.. fields, field.ToString().Trim()];
    }
}
