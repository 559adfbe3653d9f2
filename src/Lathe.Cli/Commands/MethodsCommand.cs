using System.CommandLine;
using System.Text;
using Lathe.Compression.Techniques;
using Lathe.Graph.Storage;
using Lathe.Pipeline.Methods;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;

namespace Lathe.Cli.Commands;

/// <summary><c>methods</c>: every technique with its paper and its page.</summary>
internal static class MethodsCommand
{
    public static Command Create()
    {
        var step = new Argument<string?>("step") { Description = "Only the methods of this step.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var measure = new Option<bool>("--measure") { Description = "Try every method with its defaults on the same networks and write the index of docs/methods (about an hour)." };
        var work = new Option<string>("--work") { Description = "Folder of the runs of --measure; what is finished in it is not repeated.", DefaultValueFactory = _ => Path.Combine("runs", "methods") };
        var write = new Option<bool>("--page") { Description = "Write the index from what --measure has kept, running nothing." };
        var output = new Option<string>("--out") { Description = "The page --measure writes.", DefaultValueFactory = _ => Path.Combine("docs", "methods", "README.md") };
        var command = new Command("methods", "Every technique: a line, the paper, the page in docs/methods. Example: lathe methods sparsify") { step, json, measure, write, work, output };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => parsed.GetValue(measure) || parsed.GetValue(write) ? Measure(parsed.GetValue(measure), parsed.GetValue(step), parsed.GetValue(work)!, parsed.GetValue(output)!, parsed.GetValue(json), cancellation) : Run(parsed.GetValue(step), parsed.GetValue(json)),
            CancellationToken.None));
        return command;
    }

    private static int Measure(bool run, string? only, string work, string page, bool json, CancellationToken cancellation)
    {
        Console.Error.WriteLine(Engine.Start());
        var measurement = new MethodMeasurement(work, TimeProvider.System, new PlainObserver());
        IReadOnlyList<MethodEffect> effects = run ? measurement.Measure(only, cancellation) : measurement.Kept();
        if (only is null)
        {
            RunEnvironment environment = RunEnvironment.Detect(TimeProvider.System);
            AtomicFile.Write(page, stream => stream.Write(Encoding.UTF8.GetBytes(MethodIndex.Page(effects, effects.Count == 0 ? "No effect is measured yet." : $"Measured on {environment.Processor}; {environment.Kernels}; ONNX Runtime {environment.OnnxRuntime}, batch 1, one thread, medians."))));
        }

        if (json)
        {
            Output.Json(effects);
        }
        else
        {
            Output.Table(["step", "method", "network", "before", "after", "MACs", "file", "bundle", "speed", "refused"], effects.Select(e => new[]
            {
                e.Step, e.Method, e.Trial, $"{e.Before:P2}", $"{e.After:P2}", $"{e.FewerMacs:0.00}x", $"{e.SmallerFile:0.00}x", $"{e.SmallerBundle:0.00}x", $"{e.Faster:0.00}x", e.Refused,
            }));
        }

        return ExitCodes.Done;
    }

    private static int Run(string? step, bool json)
    {
        TechniqueInfo[] known = [.. MethodCatalog.All.Where(t => step is null || t.Step == step)];
        if (known.Length == 0)
        {
            throw new InvalidInputException($"There is no step '{step}' with methods. Known are {string.Join(", ", MethodCatalog.All.Select(m => m.Step).Distinct())}.");
        }

        if (json)
        {
            Output.Json(known.Select(t => new { t.Step, t.Method, t.Summary, t.Paper, t.Page, t.Trains, makes = $"{t.Makes}", keeps = $"{t.Keeps}" }));
        }
        else
        {
            Output.Table(["step", "method", "what it does", "paper", "docs/methods"], known.Select(t => new[] { t.Step, t.Method, t.Summary, t.Paper, t.Page }));
        }

        return ExitCodes.Done;
    }
}
