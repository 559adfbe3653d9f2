using Lathe.Hardware.Readings;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;
using Lathe.Pipeline.Targets;
using Spectre.Console;

namespace Lathe.Cli;

/// <summary>Runs a recipe into a folder with progress, and prints what came of it.</summary>
internal static class RunLauncher
{
    /// <summary>Runs or resumes.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="name">Of the folder, where none is given.</param>
    /// <param name="options">What the command line said.</param>
    /// <param name="cancellation">Stops the run; its state is kept.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Recipe recipe, string name, RunOptions options, CancellationToken cancellation)
    {
        string folder = Folder(name, options);
        Console.Error.WriteLine(Engine.Start());
        RunResult result = Watched(observer => new RecipeRunner(TimeProvider.System, observer).Run(recipe, new RunFolder(folder), options.Quick, cancellation));
        Commands.ReportCommand.Write(folder);
        if (options.Json)
        {
            Output.Json(result);
        }
        else
        {
            Print(result);
        }

        return result.AllMet ? ExitCodes.Done : ExitCodes.TargetMissed;
    }

    private static string Folder(string name, RunOptions options)
    {
        if (options.Folder is null && options.Resume)
        {
            throw new InvalidInputException("--resume needs --out: the folder of the run to go on with.");
        }

        string folder = options.Folder ?? Path.Combine("runs", $"{TimeProvider.System.GetLocalNow():yyyyMMdd-HHmmss}-{name}");
        if (File.Exists(folder))
        {
            throw new InvalidInputException($"'{folder}' is a file. Choose another --out.");
        }

        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any() && !options.Resume
            ? throw new InvalidInputException($"'{folder}' is not empty. Add --resume to go on with the run in it, or choose another --out.")
            : folder;
    }

    /// <summary>Bars on a terminal, plain lines elsewhere; both on standard error.</summary>
    private static RunResult Watched(Func<IRunObserver, RunResult> run)
    {
        if (Console.IsErrorRedirected)
        {
            return run(new PlainObserver());
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(false).HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => run(new LiveObserver(console, context)));
    }

    private static void Print(RunResult result)
    {
        Output.Table(
            ["variant", "accuracy", "loss", "parameters", "MACs", "file", "peak", "p50 ms", "p95 ms", "speed-up (95 %)", "verdict"],
            result.Variants.Select((v, i) => new[]
            {
                v.Name, v.TestAccuracy.ToString("P2"), $"{v.TestLoss:0.0000}", v.Parameters.ToString("N0"), v.Macs.ToString("N0"), $"{v.FileBytes / 1024.0:N1} KB", $"{v.PeakActivationBytes / 1024.0:N1} KB",
                v.Latency is { } l ? $"{l.P50:0.0000}" : "-", v.Latency is { } t ? $"{t.P95:0.0000}" : "-", v.Speedup is { } s ? $"{s.Speedup:0.00}x ({s.Low:0.00}-{s.High:0.00})" : "-", i == 0 ? "reference" : v.Speedup?.Verdict ?? "-",
            }));
        if (result.Targets.Count > 0)
        {
            Output.Table(["target", "limit", "reached", "met", "by how much"], result.Targets.Select(t => new[] { t.Target, t.Limit, t.Reached, t.Met ? "yes" : "no", t.Margin }));
        }

        PrintDevice(result);
        PrintBoard(result);
        PrintFootprint(result.Footprint);

        Console.Out.WriteLine(result.Recommendation);
        Console.Out.WriteLine($"{result.Folder}, {result.Seconds:0} s. Accuracy ({(result.Metric is { } metric ? metric + ", " : "")}whole test set) and latency (batch 1, one thread) are measured in ONNX Runtime{(result.Best.Board is null ? "" : ", accuracy of C by its own answers")}; MACs and peak activations are analytic.");
    }

    private static void PrintDevice(RunResult result)
    {
        DeviceReading[] readings = [.. result.Variants.Select(v => v.Device).OfType<DeviceReading>()];
        if (readings.Length < result.Variants.Count)
        {
            return;
        }

        Output.Table(["one inference on " + readings[0].Device, "ms", "mJ", "RAM", "flash", "ug CO2e", "runs there"], result.Variants.Select(v => new[]
        {
            v.Name, Number(v.Device!.Latency), Number(v.Device.Energy), Number(v.Device.Ram), Number(v.Device.Flash), Number(v.Device.Carbon), v.Device.Obstacles.Count == 0 ? "yes" : string.Join(" ", v.Device.Obstacles),
        }));
        Console.Out.WriteLine($"On {readings[0].Device}, {result.Variants[0].Name}: time {How(readings[0].Latency)}. Energy {How(readings[0].Energy)}.");
    }

    private static void PrintBoard(RunResult result)
    {
        if (result.Best.Board is not { } board)
        {
            return;
        }

        Output.Table([$"layers on {board.Board}", "instructions", "per MAC"], board.Layers.Select(l => new[] { l.Name, $"{l.Instructions:N0}", l.Macs > 0 ? $"{l.Instructions / (double)l.Macs:0.0}" : "-" }));
        Console.Out.WriteLine($"{board.Instructions:N0} instructions an inference (simulated: QEMU counts each as one, without waiting for memory). Network and kernels {board.NetworkFlashBytes:N0} bytes of flash, arena {board.ArenaBytes:N0}, stack {board.StackBytes:N0}; whole program {board.FlashBytes:N0} of flash, {board.RamBytes:N0} of RAM (measured). Time on {board.Device} is analytic: {board.TimeBasis}.");
    }

    private static void PrintFootprint(RunFootprint? footprint)
    {
        if (footprint is null)
        {
            return;
        }

        Output.Table(["energy of the run", "s", "W", "Wh", "g CO2e", "how"], footprint.Phases.Select(p => new[]
        {
            p.Name, $"{p.Seconds:0.#}", p.Seconds > 0 ? $"{p.Joules / p.Seconds:0.#}" : "-", $"{p.Joules / 3600:0.######}", $"{footprint.Carbon.Grams(p.Joules):0.######}", p.Provenance == Provenance.Measured ? "measured" : "estimate",
        }));
        Console.Out.WriteLine(footprint.Describe());
    }

    private static string Number(TargetFigure? figure) => figure is null ? "-" : $"{figure.Value:0.#####}";

    private static string How(TargetFigure? figure) => figure is null ? "is not known" : $"is {figure.Provenance.ToString().ToLowerInvariant()}: {figure.Basis}";
}
