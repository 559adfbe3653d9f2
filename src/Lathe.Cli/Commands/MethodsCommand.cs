using System.CommandLine;
using Lathe.Compression.Techniques;

namespace Lathe.Cli.Commands;

/// <summary><c>methods</c>: every technique with its paper and its page.</summary>
internal static class MethodsCommand
{
    public static Command Create()
    {
        var step = new Argument<string?>("step") { Description = "Only the methods of this step.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("methods", "Every technique: a line, the paper, the page in docs/methods. Example: lathe methods sparsify") { step, json };
        command.SetAction(parsed => Run(parsed.GetValue(step), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string? step, bool json)
    {
        TechniqueInfo[] known = [.. TechniqueCatalog.All.Select(t => t.Info).Where(t => step is null || t.Step == step)];
        if (known.Length == 0)
        {
            throw new InvalidInputException($"There is no step '{step}' with methods. Known are {string.Join(", ", TechniqueCatalog.Steps)}.");
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
