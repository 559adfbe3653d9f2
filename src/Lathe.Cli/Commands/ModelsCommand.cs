using System.CommandLine;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Models;

namespace Lathe.Cli.Commands;

/// <summary><c>models</c>: the zoo.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("models", "The networks of the zoo with their parameters and MACs. Example: lathe models") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        Engine.Start();
        var rows = ModelZoo.Names.Select(name =>
        {
            ModelGraph graph = ModelZoo.Create(name);
            return new { name, input = graph.Inputs[0].ToString(), parameters = graph.ParameterCount, macs = GraphCost.Of(graph).Total.Macs };
        }).ToList();
        if (json)
        {
            Output.Json(rows);
        }
        else
        {
            Output.Table(["model", "input", "parameters", "MACs"], rows.Select(r => new[] { r.name, r.input, r.parameters.ToString("N0"), r.macs.ToString("N0") }));
        }

        return ExitCodes.Done;
    }
}
