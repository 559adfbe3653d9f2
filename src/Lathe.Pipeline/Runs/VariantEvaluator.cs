using Lathe.Compression.Bundles;
using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware.Measurement;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Runs;

/// <summary>Deploys the networks of a run, measures every file in ONNX Runtime, and judges them.</summary>
internal sealed class VariantEvaluator(RunFolder folder, Dataset data, RecipeTarget target, IRunObserver observer, TimeProvider time)
{
    private const string BundleFile = ".lathe";

    /// <summary>True to measure latency with few runs.</summary>
    public bool Brief { get; init; }

    public RunResult Evaluate(RunState state, Func<double> elapsed, CancellationToken cancellation)
    {
        observer.Say("measuring the deployed files in ONNX Runtime");
        Deployed[] deployed = [.. Graphs(state).Select(g => Deploy(g.Name, g.Graph)), .. state.Files.Where(f => f.EndsWith(BundleFile, StringComparison.Ordinal)).Select(Decode)];
        Variant[] variants = Measure(deployed, cancellation);
        var choice = new VariantChoice(target, variants);
        var result = new RunResult(folder.Path, variants, [.. choice.Verdicts(), .. state.Goals], choice.Advice(state.Placement), elapsed()) { Recommended = choice.Best.Name, Placement = state.Placement };
        folder.Write("result.json", result);
        return result;
    }

    private static IEnumerable<(string Name, ModelGraph Graph)> Graphs(RunState state)
    {
        yield return ("baseline", StaticQuantizer.Prepare(state.Baseline!));
        foreach (Stage stage in state.Stages)
        {
            yield return (stage.Name, StaticQuantizer.Prepare(stage.Graph));
        }

        if (!ReferenceEquals(state.Graph, state.Baseline) && state.Formats?.Contains("onnx") != false)
        {
            yield return ("compressed", StaticQuantizer.Prepare(state.Graph));
        }

        if (state.Quantized is { } quantized && state.Formats?.Contains("onnx-int8") != false)
        {
            yield return ("compressed-int8", quantized);
        }
    }

    private Deployed Deploy(string name, ModelGraph graph)
    {
        string file = Path.Combine(RunFolder.Models, name + ".onnx");
        OnnxModel.Save(graph, folder.File(file));
        byte[] bytes = File.ReadAllBytes(folder.File(file));
        return new Deployed(Judge(name, file, graph, bytes, bytes.Length), bytes);
    }

    /// <summary>A bundle is judged by the network it decodes to; its size is the file's.</summary>
    private Deployed Decode(string name)
    {
        string file = Path.Combine(RunFolder.Models, name);
        ModelGraph graph = Bundle.Load(folder.File(file));
        byte[] bytes = OnnxModel.ToBytes(StaticQuantizer.Prepare(graph));
        return new Deployed(Judge(Path.GetFileNameWithoutExtension(name) + " bundle", file, graph, bytes, new FileInfo(folder.File(file)).Length), bytes);
    }

    private Variant Judge(string name, string file, ModelGraph graph, byte[] bytes, long size)
    {
        GraphCost cost = GraphCost.Of(graph);
        DeployedScore test = DeployedModel.Score(bytes, data.Test);
        return new Variant
        {
            Name = name,
            File = file,
            TestAccuracy = test.Accuracy,
            TestLoss = test.Loss,
            ValidationAccuracy = DeployedModel.Accuracy(bytes, data.Validation),
            Operators = OptimizedOperators.Of(bytes),
            Parameters = graph.ParameterCount,
            Macs = cost.Total.Macs,
            FileBytes = size,
            PeakActivationBytes = cost.PeakActivationBytes,
        };
    }

    private Variant[] Measure(Deployed[] deployed, CancellationToken cancellation)
    {
        Variant[] variants = [.. deployed.Select(d => d.Variant)];
        float[] sample = new float[data.SampleShape.Count];
        data.Validation.Read(0, sample);
        (string, byte[])[] models = [.. deployed.Select(d => (d.Variant.Name, d.Onnx))];
        IReadOnlyList<LatencyResult> latencies = new ModelLatency(time).Measure(models, sample, Brief ? new LatencyOptions { Rounds = 12, RunsPerRound = 5 } : new LatencyOptions { Rounds = 60, RunsPerRound = 20 }, cancellation);
        return [.. variants.Select((v, i) => v with { Latency = latencies[i], Speedup = LatencyComparison.Of(latencies[0], latencies[i], RandomKey.FromSeed(0)) })];
    }

    private sealed record Deployed(Variant Variant, byte[] Onnx);
}
