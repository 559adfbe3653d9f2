using System.CommandLine;
using Lathe.Pipeline.Recipes;

namespace Lathe.Cli.Commands;

/// <summary><c>optimize</c>: the main job.</summary>
internal static class OptimizeCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string>("recipe") { Description = "A recipe file." };
        var run = new RunCommandOptions();
        var command = new Command("optimize", "Train, shrink, quantize, deploy and measure as a recipe says. Example: lathe optimize recipes/fashion-mnist.yaml --out runs/first") { recipe };
        run.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed.GetValue(recipe)!, run.Read(parsed), cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(string path, RunOptions options, CancellationToken cancellation) =>
        RunLauncher.Run(RecipeReader.Load(path), Path.GetFileNameWithoutExtension(path), options, cancellation);
}
