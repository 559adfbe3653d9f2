using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Lathe.Cli;

/// <summary>Writes results: one JSON document on standard output with --json, a table else.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static void Json<T>(T document) => Console.Out.WriteLine(JsonSerializer.Serialize(document, s_json));

    /// <summary>A table for people, tab-separated lines when nobody watches.</summary>
    public static void Table(string[] columns, IEnumerable<string[]> rows)
    {
        if (Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(string.Join('\t', columns));
            foreach (string[] row in rows)
            {
                Console.Out.WriteLine(string.Join('\t', row.Select(cell => Plain(cell))));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)).Padding(0, 0, 2, 0));
        }

        foreach (string[] row in rows)
        {
            table.AddRow([.. row.Select(cell => Markup.Escape(Plain(cell)))]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Names come out of files that anybody may have made: control characters must not reach the terminal or split a row.</summary>
    public static string Plain(string text, bool keepLines = false) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) && !(keepLines && c == '\n') ? ' ' : c)) : text;
}
