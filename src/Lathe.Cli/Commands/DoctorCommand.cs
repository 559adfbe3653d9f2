using System.CommandLine;
using Lathe.Pipeline.Diagnosis;

namespace Lathe.Cli.Commands;

/// <summary><c>doctor</c>: what this machine has.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("doctor", "What this machine has: processor, kernels, libraries, data and meters, and how to get what is missing. Example: lathe doctor") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        Engine.Start();
        IReadOnlyList<Finding> findings = MachineCheck.Run();
        if (json)
        {
            Output.Json(findings);
        }
        else
        {
            Output.Table(["what", "here", "state", "get it with"], findings.Select(f => new[] { f.What, f.Here ? "yes" : "no", f.State, f.Remedy ?? "" }));
        }

        return findings.All(f => f.Here || !f.Required) ? ExitCodes.Done : ExitCodes.Missing;
    }
}
