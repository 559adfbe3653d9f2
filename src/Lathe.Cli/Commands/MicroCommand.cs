using System.CommandLine;
using Lathe.Micro.Boards;
using Lathe.Micro.Emulation;
using Lathe.Pipeline.Exporting;

namespace Lathe.Cli.Commands;

/// <summary><c>micro</c>: networks on microcontrollers.</summary>
internal static class MicroCommand
{
    public static Command Create() => new("micro", "Networks on microcontrollers.") { CreateRun() };

    private static Command CreateRun()
    {
        var source = new Argument<string>("source") { Description = "The folder of a finished run with a quantized network, an ONNX file, a bundle, or a zoo name." };
        var board = new Option<string>("--board") { Description = $"The emulated board: {string.Join(", ", BoardCatalog.Emulated.Select(b => b.Name))}.", Required = true };
        var data = new Option<string?>("--data") { Description = "Of a model: the data set that calibrates and whose test samples are run; random numbers when absent, for sizes and instructions only." };
        var samples = new Option<int>("--samples") { Description = "How many test samples.", DefaultValueFactory = _ => 4 };
        Option<string?> precision = PrecisionOption.Create();
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        samples.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
            {
                result.AddError("--samples lies between 1 and 1000.");
            }
        });
        var command = new Command("run", "Compile a network for a board, run it under QEMU, compare every output with the host's. Example: lathe micro run lenet5 --data fashion-mnist --board mps2-an386") { source, board, data, samples, precision, json };
        command.SetAction(parsed => Run(parsed.GetValue(source)!, parsed.GetValue(board)!, parsed.GetValue(data), parsed.GetValue(samples), parsed.GetValue(precision), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string source, string board, string? data, int samples, string? precision, bool json)
    {
        Engine.Start();
        EmulatedRun run = precision == PrecisionOption.Float
            ? Directory.Exists(source) ? BoardRun.FloatOfRun(source, board, samples) : BoardRun.Float(ModelArgument.LoadSupported(source), data, 0, board, samples)
            : Directory.Exists(source)
            ? BoardRun.OfRun(source, board, samples)
            : data is null ? BoardRun.OfRandom(ModelArgument.LoadSupported(source), board, samples)
            : BoardRun.Of(ModelArgument.LoadSupported(source), data, 0, board, samples);
        if (json)
        {
            Output.Json(run);
        }
        else
        {
            Write(run, samples);
        }

        return run.Wrong.IsEmpty ? ExitCodes.Done : ExitCodes.TargetMissed;
    }

    private static void Write(EmulatedRun run, int samples)
    {
        foreach (EmulatedLayer layer in run.Layers)
        {
            Console.Out.WriteLine($"{layer.Instructions,14:N0} instructions {(layer.Macs > 0 ? $"{layer.Instructions / (double)layer.Macs,7:0.0} per MAC" : ""),15}  {layer.Name}");
        }

        Console.Out.WriteLine($"{run.Instructions,14:N0} instructions on {run.Board} (simulated: QEMU counts each as one, without waiting for memory)");
        if (run.FrontEndInstructions is { } heard)
        {
            Console.Out.WriteLine($"{heard,14:N0} instructions before it of the front end, which hears the recording frame by frame");
        }

        Console.Out.WriteLine($"flash {run.FlashBytes:N0} bytes (weights and kernels), arena {run.ArenaBytes:N0} bytes, stack {run.StackBytes:N0} bytes; the whole program {run.ProgramFlashBytes:N0} bytes of flash, {run.ProgramRamBytes:N0} of RAM");
        Console.Out.WriteLine($"{run.Right} of {samples} outputs equal the host's bit for bit");
        foreach (string wrong in run.Wrong)
        {
            Console.Out.WriteLine(wrong);
        }
    }
}
