using System.CommandLine;
using Lathe.Hardware;
using Lathe.OnnxRuntime;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Cli.Commands;

/// <summary><c>doctor</c>: what this machine has.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("doctor", "What this machine has: processor, kernels, libraries and data, and how to get what is missing. Example: lathe doctor") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        MachineDescription machine = MachineDescription.Detect();
        var rows = new List<string[]>
        {
            new[] { "processor", $"{machine.Cpu}, {machine.Cores} cores: {string.Join(' ', machine.Instructions)}" },
            new[] { "system", $"{machine.System}, {machine.Runtime}" },
            new[] { "kernels", Engine.Start() },
            new[] { "integer dot products", machine.HasIntegerDotProducts ? "yes: weights use 8 bits" : "no: weights use 7 of 8 bits, so that sums do not saturate" },
            new[] { "ONNX Runtime", Try(() => $"runs ({Probe()} inputs in a probe model)") },
        };
        rows.AddRange(DatasetCatalog.Names.Where(n => n != "synthetic-images").Select(n => new[] { "data: " + n, Try(() => $"{DatasetCatalog.Open(n, RandomKey.FromSeed(0)).Test.Count:N0} test samples") }));
        if (json)
        {
            Output.Json(rows.ToDictionary(r => r[0], r => r[1]));
        }
        else
        {
            Output.Table(["what", "state"], rows);
        }

        return ExitCodes.Done;
    }

    private static int Probe()
    {
        using OrtSession session = OrtSession.Open(Onnx.OnnxModel.ToBytes(Models.ModelZoo.Create("lenet-300-100")));
        return session.Inputs.Count;
    }

    private static string Try(Func<string> look)
    {
        try
        {
            return look();
        }
        catch (LatheException error)
        {
            return "missing: " + error.Message;
        }
    }
}
