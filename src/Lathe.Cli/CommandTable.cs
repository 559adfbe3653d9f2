using System.CommandLine;
using Lathe.Cli.Commands;
using Lathe.Pipeline.Recipes;

namespace Lathe.Cli;

/// <summary>Every command by its name. Only the one that is called is built: all of them, with the settings of every step, take longer than a short command itself.</summary>
internal static class CommandTable
{
    private static readonly (string Name, Func<Command> Create)[] s_commands =
    [
        ("optimize", OptimizeCommand.Create),
        ("export", ExportCommand.Create),
        ("micro", MicroCommand.Create),
        ("report", ReportCommand.Create),
        ("inspect", InspectCommand.Create),
        ("verify", VerifyCommand.Create),
        ("profile", ProfileCommand.Create),
        ("bench", BenchCommand.Create),
        ("conformance", ConformanceCommand.Create),
        ("models", ModelsCommand.Create),
        ("methods", MethodsCommand.Create),
        ("reproduce", ReproduceCommand.Create),
        ("doctor", DoctorCommand.Create),
        ("devices", DevicesCommand.Create),
        ("cost", CostCommand.Create),
        ("fit-latency", FitLatencyCommand.Create),
        ("roofline", RooflineCommand.Create),
        ("cycles", CyclesCommand.Create),
        ("map", MapCommand.Create),
        ("fpga-explore", FpgaExploreCommand.Create),
        ("agent", AgentCommand.Create),
        (AgentCommand.WorkerName, AgentCommand.CreateWorker),
    ];

    /// <summary>The command that a line begins with; all of them where it begins with none: for help, for a step, to say what was meant.</summary>
    /// <param name="first">The first argument, or null.</param>
    public static IReadOnlyList<Command> For(string? first)
    {
        foreach ((string name, Func<Command> create) in s_commands)
        {
            if (name == first)
            {
                return [create()];
            }
        }

        return [.. s_commands.Select(c => c.Create()), .. OneStepRecipe.Steps.Select(StepCommand.Create)];
    }
}
