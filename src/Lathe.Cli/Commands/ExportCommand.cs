using System.CommandLine;
using Lathe.Graph;
using Lathe.Micro.Arena;
using Lathe.Pipeline.Exporting;
using Lathe.Pipeline.Runs;
using Lathe.Runtime;
using Lathe.Runtime.Lowering.Floating;
using Lathe.Runtime.Ops;

namespace Lathe.Cli.Commands;

/// <summary><c>export</c>: a network out of a run, or a model in another form.</summary>
internal static class ExportCommand
{
    private static readonly string[] s_formats = ["onnx", "onnx-int8", "c", "bundle"];

    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "The folder of a finished run, an ONNX file, a bundle, or a zoo name." };
        var to = new Option<string>("--to") { Description = "onnx, onnx-int8, c (a folder of C99 for microcontrollers), or bundle: of a model one small coded file (.lathe); of a run its network, measurements, locked recipe and report.", Required = true };
        var target = new Option<string?>("--out") { Description = "Where to write; beside the caller and named after the source when absent. A run's bundle is packed when it ends in .zip, and only the coded network when it ends in .lathe." };
        var data = new Option<string?>("--data") { Description = "The data set to calibrate with, to quantize a model that is not a run. A model in floating point becomes C in floating point without it." };
        var board = new Option<string?>("--board") { Description = "For c: a board or microcontroller the network has to fit. Example: --board nucleo-l4r5zi" };
        Option<string?> precision = PrecisionOption.Create();
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        to.AcceptOnlyFromAmong(s_formats);
        var command = new Command("export", "Write a network as a file to deploy. Example: lathe export runs/first --to bundle --out first.zip") { source, to, target, data, board, precision, json };
        command.SetAction(parsed => Run(parsed.GetValue(source)!, parsed.GetValue(to)!, parsed.GetValue(target), parsed.GetValue(data), parsed.GetValue(board), parsed.GetValue(precision), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string source, string format, string? target, string? data, string? board, string? precision, bool json)
    {
        Engine.Start();
        string name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(source));
        target ??= format switch { "onnx" => name + ".export.onnx", "onnx-int8" => name + ".int8.onnx", "c" => name + "-c", _ => name + (Directory.Exists(source) ? ".bundle" : ".lathe") };
        if (format == "c")
        {
            return ToC(source, target, data, board, precision, json);
        }

        string what = Directory.Exists(source) ? FromRun(source, format, target) : FromModel(source, format, target, data);
        if (json)
        {
            Output.Json(new { source, format, path = target, network = what });
        }
        else
        {
            Console.Out.WriteLine($"{target}: {what}");
        }

        return ExitCodes.Done;
    }

    private static int ToC(string source, string target, string? data, string? board, string? precision, bool json)
    {
        LoweredNetwork network = Lower(source, data, precision);
        IntegerGraph graph = network.Graph;
        ArenaMap arena = CExport.Write(network, board, target).Arenas.Values.Single();
        network = network with { Graph = arena.Graph };
        int patches = arena.Graph.Ops.OfType<RowsJoinOp>().FirstOrDefault()?.Inputs.Length ?? 1;
        if (json)
        {
            Output.Json(new
            {
                source, format = "c", path = target, board, precision = graph.IsFloat ? PrecisionOption.Float : PrecisionOption.Integer, macs = arena.Graph.Macs, patches, constants = network.ConstantBytes, frontEnd = network.FrontEnd?.Options, arena = arena.Plan.Bytes, lowerBound = arena.LowerBound, aliveAtOnce = arena.AliveBytes, greedyBySize = arena.GreedyBytes,
                map = arena.Entries.Select(e => new { offset = e.Offset, bytes = e.Bytes, first = e.First, last = e.Last, values = e.Values }),
            });
            return ExitCodes.Done;
        }

        Console.Out.WriteLine($"{target}: C99{(graph.IsFloat ? " in floating point" : "")}, {arena.Graph.Macs:N0} multiply-accumulates, {network.ConstantBytes:N0} bytes of constants");
        if (network.FrontEnd is { } sound)
        {
            Console.Out.WriteLine($"front end: {sound.Options.Frames} frames of {sound.Options.Coefficients} cepstral coefficients from {sound.Options.SampleRate:N0} samples a second, {sound.ConstantBytes:N0} bytes of constants among these, {4 * sound.RoomWords:N0} bytes of RAM while it runs");
        }

        if (patches > 1)
        {
            Console.Out.WriteLine($"RAM was the limit: the first layers run in {patches} patches of rows, for {((double)arena.Graph.Macs / graph.Macs) - 1:P1} more multiply-accumulates");
        }

        foreach (string line in arena.Lines())
        {
            Console.Out.WriteLine(line);
        }

        return ExitCodes.Done;
    }

    // A model in floating point stays so where there is nothing to quantize it with.
    private static LoweredNetwork Lower(string source, string? data, string? precision)
    {
        if (Directory.Exists(source))
        {
            return precision == PrecisionOption.Float ? CExport.LowerFloatRun(source) : CExport.LowerRun(source);
        }

        ModelGraph model = ModelArgument.LoadSupported(source);
        bool floats = precision == PrecisionOption.Float || (precision is null && data is null && FloatLowering.IsFloat(model));
        return floats ? CExport.LowerFloat(model) : CExport.Lower(model, data);
    }

    private static string FromRun(string run, string format, string target)
    {
        Variant variant = format == "bundle" ? RunExport.Bundle(run, target) : RunExport.Model(run, format == "onnx-int8", target);
        return $"{variant.Name}, test accuracy {variant.TestAccuracy:P2}, p50 {variant.Latency?.P50:0.0000} ms";
    }

    private static string FromModel(string model, string format, string target, string? data)
    {
        switch (format)
        {
            case "onnx" when ModelFile.IsBundle(model):
                ModelExport.OnnxAsItIs(ModelFile.Load(model), target);
                return "operator set 17, as it was in the bundle";
            case "onnx":
                ModelExport.Onnx(ModelArgument.LoadSupported(model), target);
                return "operator set 17";
            case "onnx-int8":
                ModelExport.Quantized(ModelArgument.LoadSupported(model), data ?? throw new InvalidInputException($"--data is missing: to quantize '{model}' its values have to be seen. Example: --data cifar10-jpeg"), target);
                return $"quantized after training, calibrated with {data}";
            default:
                ModelGraph graph = ModelArgument.Load(model);
                int bytes = ModelExport.Bundle(graph, target);
                return $"{bytes:N0} bytes for {graph.ParameterBytes:N0} bytes of parameters";
        }
    }
}
