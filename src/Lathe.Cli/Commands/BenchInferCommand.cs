using System.CommandLine;
using Lathe.Models;
using Lathe.Pipeline.Benchmarks;

namespace Lathe.Cli.Commands;

/// <summary><c>bench infer</c>: our executor, ONNX Runtime and ONNX Runtime in INT8.</summary>
internal static class BenchInferCommand
{
    private static readonly string[] s_models = ["resnet8", "resnet20", "mobilenetv1", "ds-cnn", "fc-autoencoder", "mobilenetv2", "shufflenetv2", "squeezenet", "efficientnet-b0", "vit-small"];

    public static Command Create()
    {
        var only = new Option<string?>("--only") { Description = "One zoo network." };
        var batch = new Option<int>("--batch") { Description = "Samples a run.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("infer", "Latency of zoo networks: our executor, ONNX Runtime f32, ONNX Runtime INT8, in interleaved rounds on LATHE_THREADS threads. Example: lathe bench infer --only resnet8") { only, batch, json };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed.GetValue(only), parsed.GetValue(batch), parsed.GetValue(json), cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(string? only, int batch, bool json, CancellationToken cancellation)
    {
        string[] models = only is null ? s_models : [only];
        if (batch < 1 || !models.All(ModelZoo.Knows))
        {
            throw new InvalidInputException(batch < 1 ? $"--batch is {batch}; it must be at least 1." : $"There is no model '{only}' in the zoo. Known are {string.Join(", ", ModelZoo.Names)}.");
        }

        Console.Error.WriteLine(Engine.Start());
        var benchmark = new InferenceBenchmark(TimeProvider.System);
        InferenceComparison[] rows = [.. models.Select(m => benchmark.Run(m, batch, new() { BudgetMilliseconds = 4000 }, cancellation))];
        if (json)
        {
            Output.Json(rows);
            return ExitCodes.Done;
        }

        Output.Table(["model", "batch", "lathe p50", "onnxruntime p50", "int8 p50", "lathe speed-up (95 %)", "int8 speed-up (95 %)"], rows.Select(r => new[]
        {
            r.Model, $"{r.Batch}", $"{r.Lathe.P50:0.000} ms", $"{r.Runtime.P50:0.000} ms", $"{r.Integers.P50:0.000} ms",
            $"{r.LatheSpeedup.Speedup:0.00}x ({r.LatheSpeedup.Low:0.00}-{r.LatheSpeedup.High:0.00})", $"{r.IntegerSpeedup.Speedup:0.00}x ({r.IntegerSpeedup.Low:0.00}-{r.IntegerSpeedup.High:0.00}) {r.IntegerSpeedup.Verdict}",
        }));
        return ExitCodes.Done;
    }
}
