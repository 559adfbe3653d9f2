using System.CommandLine;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;

namespace Lathe.Cli.Commands;

/// <summary><c>optimize</c>: the main job.</summary>
internal static class OptimizeCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string>("recipe") { Description = "A recipe file." };
        var folder = new Option<string?>("--out") { Description = "The run's folder; runs/<time>-<name> when absent." };
        var quick = new Option<bool>("--quick") { Description = "One epoch a step on little data: to see the whole path work." };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("optimize", "Train, shrink, quantize, deploy and measure as a recipe says. Example: lathe optimize recipes/fashion-mnist.yaml --out runs/first") { recipe, folder, quick, resume, json };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed.GetValue(recipe)!, parsed.GetValue(folder), parsed.GetValue(quick), parsed.GetValue(resume), parsed.GetValue(json), cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(string path, string? folder, bool quick, bool resume, bool json, CancellationToken cancellation)
    {
        Recipe recipe = RecipeReader.Load(path);
        if (folder is null && resume)
        {
            throw new InvalidInputException("--resume needs --out: the folder of the run to go on with.");
        }

        folder ??= Path.Combine("runs", $"{TimeProvider.System.GetLocalNow():yyyyMMdd-HHmmss}-{Path.GetFileNameWithoutExtension(path)}");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !resume)
        {
            throw new InvalidInputException($"'{folder}' is not empty. Add --resume to go on with the run in it, or choose another --out.");
        }

        Console.Error.WriteLine(Engine.Start());
        RunResult result = new RecipeRunner(TimeProvider.System, new ConsoleObserver()).Run(recipe, new RunFolder(folder), quick, cancellation);
        ReportCommand.Write(folder);
        if (json)
        {
            Output.Json(result);
        }
        else
        {
            Print(result);
        }

        return result.AllMet ? ExitCodes.Done : ExitCodes.TargetMissed;
    }

    private static void Print(RunResult result)
    {
        Output.Table(
            ["variant", "test accuracy", "parameters", "MACs", "file", "peak activations", "p50", "p95", "speed-up (95 %)", "verdict"],
            result.Variants.Select(v => new[]
            {
                v.Name, v.TestAccuracy.ToString("P2"), v.Parameters.ToString("N0"), v.Macs.ToString("N0"), $"{v.FileBytes / 1024.0:N1} KB", $"{v.PeakActivationBytes / 1024.0:N1} KB",
                $"{v.Latency!.P50:0.0000} ms", $"{v.Latency.P95:0.0000} ms", $"{v.Speedup!.Speedup:0.00}x ({v.Speedup.Low:0.00}-{v.Speedup.High:0.00})", v.Speedup.Verdict,
            }));
        if (result.Targets.Count > 0)
        {
            Output.Table(["target", "limit", "reached", "met"], result.Targets.Select(t => new[] { t.Target, t.Limit, t.Reached, t.Met ? "yes" : "no" }));
        }

        Console.Out.WriteLine(result.Recommendation);
        Console.Out.WriteLine($"{result.Folder}, {result.Seconds:0} s. Latency: ONNX Runtime, batch 1, one thread.");
    }
}
