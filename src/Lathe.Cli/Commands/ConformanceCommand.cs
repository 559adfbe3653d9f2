using System.CommandLine;
using Lathe.Onnx.Conformance;

namespace Lathe.Cli.Commands;

/// <summary><c>conformance</c>: the ONNX standard's test vectors, and the page of what is supported.</summary>
internal static class ConformanceCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder with a folder for each case.", DefaultValueFactory = _ => ConformanceSuite.DebianFolder };
        var write = new Option<string?>("--write") { Description = "Write the page of what is supported, for instance docs/onnx-support.md." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("conformance", "Run the ONNX standard's test vectors (Debian's libonnx-testdata). Example: lathe conformance --write docs/onnx-support.md") { data, write, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(data)!, parsed.GetValue(write), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string data, string? write, bool json, CancellationToken cancellation)
    {
        Engine.Start();
        ConformanceReport report = ConformanceSuite.Run(data, cancellation);
        if (write is not null)
        {
            ConformancePage.Save(report, write);
        }

        if (json)
        {
            Output.Json(report.Results.Select(r => new { r.Name, outcome = r.Outcome.ToString(), r.Reason }));
        }
        else
        {
            Output.Table(["case", "outcome", "reason"], report.Results.Where(r => r.Outcome is not (ConformanceOutcome.Passed or ConformanceOutcome.Random)).Select(r => new[] { r.Name, r.Outcome.ToString(), r.Reason }));
            Console.Out.WriteLine(report.ToString());
        }

        return report.Count(ConformanceOutcome.Wrong) + report.Count(ConformanceOutcome.Crashed) == 0 ? ExitCodes.Done : ExitCodes.TargetMissed;
    }
}
