using System.CommandLine;
using Lathe.Pipeline.Reports;

namespace Lathe.Cli.Commands;

/// <summary><c>report</c>: the HTML report of a run.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder of a finished run." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("report", "Write a run's report: one HTML file that needs nothing else. Example: lathe report runs/first") { run, json };
        command.SetAction(parsed => Run(parsed.GetValue(run)!, parsed.GetValue(json)));
        return command;
    }

    /// <summary>Writes the report and says where, on standard error.</summary>
    public static (string Path, bool Charts) Write(string run)
    {
        (string path, bool charts) = RunReport.Write(run);
        Console.Error.WriteLine(charts ? $"report: {path}" : $"report: {path} (tables only: the chart script is missing; ./lathe doctor fetches it)");
        return (path, charts);
    }

    private static int Run(string run, bool json)
    {
        (string path, bool charts) = Write(run);
        if (json)
        {
            Output.Json(new { path, charts });
        }

        return ExitCodes.Done;
    }
}
