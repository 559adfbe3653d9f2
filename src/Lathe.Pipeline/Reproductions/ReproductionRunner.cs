using System.Globalization;
using System.Text;
using System.Text.Json;
using Lathe.Graph.Storage;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>Runs a reproduction and writes what came of it as files that can be read, compared and repeated.</summary>
public sealed class ReproductionRunner(TimeProvider time, IRunObserver observer)
{
    private const string Spent = "seconds.txt";
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>Runs or resumes.</summary>
    /// <param name="reproduction">What to do.</param>
    /// <param name="work">Folder of the runs; what is finished in it is not repeated.</param>
    /// <param name="results">Folder of the results: a README with the table and the claims, curves, settings, environment.</param>
    /// <param name="quick">To see the path work.</param>
    /// <param name="cancellation">Stops; what is done is kept.</param>
    public ReproductionOutcome Run(Reproduction reproduction, string work, string results, bool quick, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        Directory.CreateDirectory(work);
        double before = File.Exists(Path.Combine(work, Spent)) ? double.Parse(File.ReadAllText(Path.Combine(work, Spent)), CultureInfo.InvariantCulture) : 0;
        var context = new ReproductionContext(work, observer, time, quick, cancellation);
        double Seconds() => before + time.GetElapsedTime(start).TotalSeconds;
        ReproductionOutcome outcome;
        try
        {
            outcome = reproduction.Run(context);
        }
        finally
        {
            // Minutes of a resumed reproduction are those of all its sittings.
            File.WriteAllText(Path.Combine(work, Spent), Seconds().ToString("R", CultureInfo.InvariantCulture));
        }

        Write(reproduction, context, outcome, results, Seconds());
        return outcome;
    }

    private void Write(Reproduction reproduction, ReproductionContext context, ReproductionOutcome outcome, string results, double seconds)
    {
        Directory.CreateDirectory(results);
        RunEnvironment environment = RunEnvironment.Detect(time);
        Text(results, "README.md", Page(reproduction, outcome, environment, seconds, context.Quick));
        Text(results, "result.json", JsonSerializer.Serialize(new { reproduction.Name, reproduction.Paper, outcome.Columns, outcome.Rows, outcome.Claims, outcome.Notes, Minutes = Math.Round(seconds / 60, 1), context.Quick }, s_json));
        Text(results, "environment.json", JsonSerializer.Serialize(environment, s_json));
        Text(results, "curve.tsv", "case\tstep\tepoch\tloss\tvalidation\n" + string.Concat(context.Curve.Select(p => FormattableString.Invariant($"{p.Case}\t{p.Step}\t{p.Epoch}\t{p.Loss:R}\t{p.Validation:R}\n"))));
        Text(results, "recipe.lock.yaml", string.Concat(context.Locks.Select(l => $"# {l.Key}\n---\n{l.Value.TrimEnd('\n')}\n")));
    }

    private static string Page(Reproduction reproduction, ReproductionOutcome outcome, RunEnvironment environment, double seconds, bool quick)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {reproduction.Name}\n\n{reproduction.Summary} ({reproduction.Paper})\n\n    ./lathe reproduce {reproduction.Name}\n\n");
        page.Append(quick ? "A quick run on little data: it shows that the path works, nothing else.\n\n" : "");
        Table(page, ["claim", "limit", "reached", "met"], outcome.Claims.Select(c => new[] { c.Text, c.Limit, c.Reached, c.Met ? "yes" : "**no**" }));
        Table(page, outcome.Columns, outcome.Rows);
        page.Append(outcome.Notes.Length > 0 ? outcome.Notes + "\n\n" : "");
        page.Append(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} minutes on {environment.Processor}; {environment.Kernels}; ONNX Runtime {environment.OnnxRuntime}. Settings: recipe.lock.yaml; curves: curve.tsv.\n");
        return page.ToString();
    }

    private static void Table(StringBuilder page, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        page.Append("| ").AppendJoin(" | ", columns).Append(" |\n|").Append(string.Concat(Enumerable.Repeat(" --- |", columns.Count))).Append('\n');
        foreach (IReadOnlyList<string> row in rows)
        {
            page.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        page.Append('\n');
    }

    private static void Text(string folder, string name, string text) => AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
