using Lathe.Compression.Bundles;
using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Measurement;
using Lathe.Onnx;
using Lathe.Pipeline.Boards;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Targets;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Runs;

/// <summary>Deploys the networks of a run, measures every file in ONNX Runtime, and judges them.</summary>
internal sealed class VariantEvaluator(RunFolder folder, Dataset data, RecipeTarget target, ITargetDevice device, IRunObserver observer)
{
    private const string BundleFile = ".lathe", Integer = "compressed-int8";

    /// <summary>True to measure latency with few runs.</summary>
    public bool Brief { get; init; }

    /// <summary>What files did before.</summary>
    public ScoreMemory Scores { get; init; } = new();

    public RunResult Evaluate(RunState state, CancellationToken cancellation)
    {
        observer.Say($"measuring the deployed files in ONNX Runtime on {device.Timer.Where}");
        Deployed[] deployed = [.. Graphs(state).Select(g => Deploy(g.Name, g.Graph)), .. state.Files.Where(f => f.EndsWith(BundleFile, StringComparison.Ordinal)).Select(Decode)];
        Variant[] variants = Measure(deployed, cancellation);
        variants = InC(state) && state.Quantized is { } quantized ? [.. variants, InC(quantized, variants.Last(v => v.Name == Integer))] : variants;
        var choice = new VariantChoice(target, variants);
        return new RunResult(folder.Path, variants, [.. choice.Verdicts(), .. state.Goals], choice.Advice(state.Placement), 0) { Recommended = choice.Best.Name, Placement = state.Placement };
    }

    private IEnumerable<(string Name, ModelGraph Graph)> Graphs(RunState state)
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

        if (state.Quantized is { } quantized && (state.Formats?.Contains("onnx-int8") != false || InC(state)))
        {
            yield return (Integer, RunsHere(state) && !MachineDescription.Detect().HasIntegerDotProducts ? UnsignedWeights.Apply(quantized) : quantized);
        }
    }

    // The files for a board are compared here too; its own weights use all 8 bits.
    private bool RunsHere(RunState state) => target.Device is null or DeviceCatalog.ThisMachineName || InC(state);

    private static double? Fixed(TargetLimit? limit) => limit is { OfBaseline: false } ? limit.Amount : null;

    private static bool InC(RunState state) => state.Formats?.Contains(RecipeSchema.InC) == true;

    /// <summary>The sources of a quantized network, measured on the target's board; what is no matter of the board is its ONNX twin's.</summary>
    private Variant InC(ModelGraph quantized, Variant twin)
    {
        string sources = Path.Combine(RunFolder.Models, RecipeSchema.InC);
        BoardMeasurement board = new BoardMeter(target.Device!, Fixed(target.Ram), Fixed(target.Flash), data, observer.Say).Measure(quantized, folder.File(sources));
        return twin with
        {
            Name = "compressed-c",
            File = sources,
            Network = twin.File,
            TestAccuracy = board.Accuracy,
            TestLoss = board.Loss,
            Operators = new Dictionary<string, int>(),
            FileBytes = board.NetworkFlashBytes,
            PeakActivationBytes = board.ArenaBytes,
            Latency = null,
            Speedup = null,
            Device = board.Refine(twin.Device!),
            Board = board,
        };
    }

    private Deployed Deploy(string name, ModelGraph graph)
    {
        string file = Path.Combine(RunFolder.Models, name + ".onnx");
        OnnxModel.Save(graph, folder.File(file));
        byte[] bytes = File.ReadAllBytes(folder.File(file));
        return new Deployed(Judge(name, file, graph, bytes, bytes.Length), new DeployedForm(name, graph, bytes));
    }

    /// <summary>A bundle is judged by the network it decodes to; its size is the file's.</summary>
    private Deployed Decode(string name)
    {
        string file = Path.Combine(RunFolder.Models, name);
        ModelGraph graph = Bundle.Load(folder.File(file));
        ModelGraph prepared = StaticQuantizer.Prepare(graph);
        byte[] bytes = OnnxModel.ToBytes(prepared);
        string variant = Path.GetFileNameWithoutExtension(name) + " bundle";
        return new Deployed(Judge(variant, file, graph, bytes, new FileInfo(folder.File(file)).Length), new DeployedForm(variant, prepared, bytes));
    }

    private Variant Judge(string name, string file, ModelGraph graph, byte[] bytes, long size)
    {
        GraphCost cost = GraphCost.Of(graph);
        DeployedScore test = Scores.Score($"{data.Name}, test", bytes, data.Test);
        return new Variant
        {
            Name = name,
            File = file,
            TestAccuracy = test.Accuracy,
            TestLoss = test.Loss,
            ValidationAccuracy = Scores.Score($"{data.Name}, validation", bytes, data.Validation).Accuracy,
            Operators = OptimizedOperators.Of(bytes),
            Parameters = graph.ParameterCount,
            Macs = cost.Total.Macs,
            FileBytes = size,
            PeakActivationBytes = cost.PeakActivationBytes,
        };
    }

    private Variant[] Measure(Deployed[] deployed, CancellationToken cancellation)
    {
        float[] sample = new float[data.SampleShape.Count];
        data.Validation.Read(0, sample);
        DeviceMeasurement had = device.Measure([.. deployed.Select(d => d.Form)], sample, Brief ? new LatencyOptions { Rounds = 12, RunsPerRound = 5 } : new LatencyOptions { Rounds = 60, RunsPerRound = 20 }, cancellation);
        return [.. deployed.Select((d, i) => d.Variant with { Latency = had.Latencies[i], Speedup = LatencyComparison.Of(had.Latencies[0], had.Latencies[i], RandomKey.FromSeed(0)), Device = had.Readings[i] })];
    }

    private sealed record Deployed(Variant Variant, DeployedForm Form);
}
