using System.CommandLine;
using Lathe.Pipeline.Reproductions;

namespace Lathe.Cli.Commands;

/// <summary><c>reproduce</c>: makes a published result again.</summary>
internal static class ReproduceCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "Which; all are listed without one.", Arity = ArgumentArity.ZeroOrOne };
        var data = new Option<string?>("--data") { Description = "The folder of data sets (LATHE_DATA)." };
        var output = new Option<string?>("--out") { Description = "Folder of the results; docs/results/NAME when absent." };
        var work = new Option<string?>("--work") { Description = "Folder of the runs; runs/reproduce/NAME when absent. What is finished in it is not repeated." };
        var quick = new Option<bool>("--quick") { Description = "Little data and one epoch a step, to see the path work." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("reproduce", "Make a published result again, with the table, curves and settings as files. Example: lathe reproduce deep-compression --data data") { name, data, output, work, quick, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                if (parsed.GetValue(data) is { } folder)
                {
                    Environment.SetEnvironmentVariable("LATHE_DATA", Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new InvalidInputException($"There is no folder '{folder}' for --data."));
                }

                return parsed.GetValue(name) is { } chosen
                    ? Run(ReproductionCatalog.Find(chosen), parsed.GetValue(work), parsed.GetValue(output), parsed.GetValue(quick), parsed.GetValue(json), cancellation)
                    : List(parsed.GetValue(json));
            },
            CancellationToken.None));
        return command;
    }

    private static int List(bool json)
    {
        if (json)
        {
            Output.Json(ReproductionCatalog.All.Select(r => new { r.Name, r.Summary, r.Paper }));
        }
        else
        {
            Output.Table(["reproduction", "what it shows", "paper"], ReproductionCatalog.All.Select(r => new[] { r.Name, r.Summary, r.Paper }));
        }

        return ExitCodes.Done;
    }

    private static int Run(Reproduction reproduction, string? work, string? output, bool quick, bool json, CancellationToken cancellation)
    {
        Console.Error.WriteLine(Engine.Start());
        string suffix = reproduction.Name + (quick ? "-quick" : "");
        ReproductionOutcome outcome = new ReproductionRunner(TimeProvider.System, new PlainObserver())
            .Run(reproduction, work ?? Path.Combine("runs", "reproduce", suffix), output ?? (quick ? Path.Combine("runs", "reproduce", suffix, "results") : Path.Combine("docs", "results", reproduction.Name)), quick, cancellation);
        if (json)
        {
            Output.Json(outcome);
        }
        else
        {
            Output.Table(["claim", "limit", "reached", "met"], outcome.Claims.Select(c => new[] { c.Text, c.Limit, c.Reached, c.Met ? "yes" : "no" }));
            Output.Table([.. outcome.Columns], outcome.Rows.Select(r => r.ToArray()));
        }

        return outcome.Claims.All(c => c.Met) ? ExitCodes.Done : ExitCodes.TargetMissed;
    }
}
