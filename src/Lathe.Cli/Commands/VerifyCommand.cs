using System.CommandLine;
using Lathe.Graph;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Cli.Commands;

/// <summary><c>verify</c>: the same inputs here and in ONNX Runtime.</summary>
internal static class VerifyCommand
{
    private const double Tolerance = 1e-3;

    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "An ONNX file or a zoo name." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("verify", "Run a model here and in ONNX Runtime on the same random inputs and print the largest difference. Example: lathe verify model.onnx") { model, json };
        command.SetAction(parsed => Run(parsed.GetValue(model)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(string path, bool json)
    {
        Engine.Start();
        ModelGraph graph = ModelArgument.Load(path);
        ComparisonResult result = ModelComparison.Run(graph, File.Exists(path) ? File.ReadAllBytes(path) : null, 1, RandomKey.FromSeed(0));
        if (json)
        {
            Output.Json(result);
        }
        else
        {
            Output.Table(["output", "largest difference", "relative"], result.Outputs.Select(o => new[] { o.Name, o.Absolute.ToString("g3"), o.Relative.ToString("g3") }));
            Console.Out.WriteLine(result.LargestRelative <= Tolerance ? $"equal within {Tolerance:g}" : $"different: {result.LargestRelative:g3} is above {Tolerance:g}");
        }

        return result.LargestRelative <= Tolerance ? ExitCodes.Done : ExitCodes.TargetMissed;
    }
}
