using System.CommandLine;
using Lathe.Cli;
using Lathe.Cli.Commands;

var root = new RootCommand("Lathe: give it a network, its data and a limit; it gives back the network that fits, with the measurements that prove it.")
{
    OptimizeCommand.Create(),
    StepCommand.Create("train"),
    StepCommand.Create("prune"),
    StepCommand.Create("distill"),
    StepCommand.Create("quantize"),
    ExportCommand.Create(),
    ReportCommand.Create(),
    InspectCommand.Create(),
    VerifyCommand.Create(),
    ProfileCommand.Create(),
    BenchCommand.Create(),
    ConformanceCommand.Create(),
    ModelsCommand.Create(),
    DoctorCommand.Create(),
};

return await Shell.RunAsync(root, args);
