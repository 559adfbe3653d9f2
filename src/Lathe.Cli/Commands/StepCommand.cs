using System.CommandLine;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;

namespace Lathe.Cli.Commands;

/// <summary><c>train</c>, <c>prune</c>, <c>distill</c>, <c>quantize</c>: one step of a recipe on a model or an earlier run.</summary>
internal static class StepCommand
{
    public static Command Create(string kind)
    {
        StepHelp help = StepHelp.Of(kind);
        var model = new Argument<string>("model") { Description = "A zoo name, an ONNX file, or the folder of an earlier run." };
        var data = new Option<string?>("--data") { Description = "A known data set; an earlier run's own when absent." };
        var seed = new Option<long>("--seed") { Description = "Seed of everything random." };
        var settings = OneStepRecipe.Settings(kind).ToDictionary(name => name, name => new Option<string?>("--" + name) { Description = help.Describe(name), HelpName = name });
        var run = new RunCommandOptions();
        var command = new Command(kind, $"{help.Summary} Example: {help.Example}") { model, data, seed };
        foreach (Option<string?> setting in settings.Values)
        {
            command.Add(setting);
        }

        run.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                string given = parsed.GetValue(model)!;
                var chosen = settings.Where(s => parsed.GetValue(s.Value) is not null).ToDictionary(s => s.Key, s => parsed.GetValue(s.Value)!);
                Recipe recipe = OneStepRecipe.Make(kind, given, DataOf(given, parsed.GetValue(data)), parsed.GetValue(seed), chosen);
                return RunLauncher.Run(recipe, kind, run.Read(parsed), cancellation);
            },
            CancellationToken.None));
        return command;
    }

    private static string DataOf(string model, string? given) => given
        ?? (EarlierRun.Is(model) ? EarlierRun.Recipe(model).Data : throw new InvalidInputException($"--data is missing: '{model}' is not an earlier run, so it does not say what data to use. Example: --data fashion-mnist"));
}
