using System.Text;
using System.Text.RegularExpressions;
using Lathe.Graph.Ops;
using Lathe.Graph.Storage;
using Lathe.Onnx.Export;

namespace Lathe.Onnx.Conformance;

/// <summary>The page docs/onnx-support.md: what of the standard's test vectors passes, and what does not for which reason.</summary>
public static partial class ConformancePage
{
    /// <summary>Writes the page, beside first and then renamed.</summary>
    public static void Save(ConformanceReport report, string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Text(report))));

    /// <summary>The page as text, the same on every machine.</summary>
    public static string Text(ConformanceReport report)
    {
        var page = new StringBuilder();
        page.Append("# ONNX support\n\nMade by `./lathe conformance --write docs/onnx-support.md` from the standard's own test vectors for single operators\n(Debian's libonnx-testdata 1.12, operator sets up to 17). A test keeps this page up to date.\n\n");
        Counts(page, report);
        Operators(page, report);
        foreach ((ConformanceOutcome outcome, string title) in new[] { (ConformanceOutcome.Unsupported, "Not supported"), (ConformanceOutcome.Wrong, "Wrong"), (ConformanceOutcome.Crashed, "Crashed") })
        {
            Reasons(page, report, outcome, title);
        }

        return page.ToString();
    }

    private static void Counts(StringBuilder page, ConformanceReport report)
    {
        page.Append("| outcome | cases |\n| --- | ---: |\n");
        page.Append($"| passed: types, shapes and values | {report.Count(ConformanceOutcome.Passed)} |\n");
        page.Append($"| passed: types and shapes, values are random by definition | {report.Count(ConformanceOutcome.Random)} |\n");
        page.Append($"| not supported, refused with a message | {report.Count(ConformanceOutcome.Unsupported)} |\n");
        page.Append($"| wrong | {report.Count(ConformanceOutcome.Wrong)} |\n");
        page.Append($"| crashed | {report.Count(ConformanceOutcome.Crashed)} |\n");
        page.Append($"| all | {report.Results.Length} |\n");
    }

    private static void Operators(StringBuilder page, ConformanceReport report)
    {
        page.Append("\n## Operators\n\nEvery operator that takes part in a case, with the number of its cases that pass.\n\n| operator | passed | cases |\n| --- | ---: | ---: |\n");
        foreach (var cases in report.Results.SelectMany(r => r.Operators.Select(o => (Operator: o, Result: r))).GroupBy(p => p.Operator, p => p.Result).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            page.Append($"| {cases.Key} | {cases.Count(r => r.Outcome is ConformanceOutcome.Passed or ConformanceOutcome.Random)} | {cases.Count()} |\n");
        }
    }

    private static void Reasons(StringBuilder page, ConformanceReport report, ConformanceOutcome outcome, string title)
    {
        if (report.Count(outcome) == 0)
        {
            return;
        }

        page.Append($"\n## {title}\n\n");
        foreach (var operators in report.With(outcome).GroupBy(Cause).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            page.Append($"- {operators.Key}: {string.Join(", ", operators.Select(c => c.Name))}\n");
        }
    }

    /// <summary>The operators that are missing, or those of the case with what was refused about it.</summary>
    private static string Cause(ConformanceResult result)
    {
        string[] missing = result.Reason.Split(", ");
        if (missing.All(result.Operators.Contains))
        {
            return result.Reason;
        }

        string[] lacking = [.. result.Operators.Where(o => OpRegistry.Find("", o) is null)];
        return $"{string.Join(", ", lacking.Length > 0 ? lacking : [.. result.Operators])} ({ValueName().Replace(result.Reason, "a value").TrimEnd('.')})";
    }

    // Which value it is says nothing about what is supported.
    [GeneratedRegex("Value '[^']*'")]
    private static partial Regex ValueName();
}
