using System.CommandLine;
using Lathe.Cli;
using Lathe.Cli.Commands;
using Lathe.Pipeline.Recipes;

var root = new RootCommand("Lathe: give it a network, its data and a limit; it gives back the network that fits, with the measurements that prove it.")
{
    OptimizeCommand.Create(),
    ExportCommand.Create(),
    MicroCommand.Create(),
    ReportCommand.Create(),
    InspectCommand.Create(),
    VerifyCommand.Create(),
    ProfileCommand.Create(),
    BenchCommand.Create(),
    ConformanceCommand.Create(),
    ModelsCommand.Create(),
    MethodsCommand.Create(),
    ReproduceCommand.Create(),
    DoctorCommand.Create(),
    DevicesCommand.Create(),
    CostCommand.Create(),
    FitLatencyCommand.Create(),
    RooflineCommand.Create(),
    CyclesCommand.Create(),
    MapCommand.Create(),
    FpgaExploreCommand.Create(),
    AgentCommand.Create(),
    AgentCommand.CreateWorker(),
};
foreach (string step in OneStepRecipe.Steps)
{
    root.Add(StepCommand.Create(step));
}

return await Shell.RunAsync(root, args);
