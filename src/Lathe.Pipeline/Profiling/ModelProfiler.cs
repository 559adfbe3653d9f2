using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;
using Lathe.Hardware.Measurement;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.OnnxRuntime.Profiling;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Profiling;

/// <summary>Measures a model in ONNX Runtime, whole and per layer, and joins the times with the model's own nodes.</summary>
public sealed class ModelProfiler(TimeProvider time)
{
    private const int MostEvents = 60_000;
    private const double ProfiledMilliseconds = 3_000;

    /// <summary>Profiles a model on random inputs.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="graph">The model.</param>
    /// <param name="path">The file to run; exported from the graph when null.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public ModelProfile Profile(string name, ModelGraph graph, string? path, ProfileOptions options, CancellationToken cancellation = default)
    {
        options.Validate();
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("lathe-profile-");
        try
        {
            string file = path ?? Path.Combine(scratch.FullName, "model.onnx");
            if (path is null)
            {
                OnnxModel.Save(graph, file);
            }

            LatencyResult latency = Whole(name, graph, file, options, cancellation);
            (OrtProfile profile, ModelGraph optimized) = PerNode(graph, file, scratch.FullName, latency, options, cancellation);
            if (path is not null && profile.Nodes.Any(n => optimized.Nodes.All(o => o.Name != n.Name)))
            {
                // Nodes without names cannot be found again; our own copy of the model names all of them.
                string named = Path.Combine(scratch.FullName, "model.onnx");
                OnnxModel.Save(graph, named);
                (profile, optimized) = PerNode(graph, named, scratch.FullName, latency, options, cancellation);
            }

            return new ModelProfile
            {
                Model = name,
                Batch = options.Batch,
                Threads = options.Threads,
                Latency = latency,
                ProfiledRuns = profile.Runs,
                Layers = Join(graph, optimized, profile, options.Batch),
            };
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private LatencyResult Whole(string name, ModelGraph graph, string file, ProfileOptions options, CancellationToken cancellation)
    {
        using OrtSession session = OrtSession.Open(file, new OrtSessionOptions { Threads = options.Threads });
        using var run = new PreparedRun(session, graph, options.Batch);
        return new LatencyMeter(time).Measure([(name, run.Once)], options.Latency, cancellation)[0];
    }

    private static (OrtProfile Profile, ModelGraph Optimized) PerNode(ModelGraph graph, string file, string folder, LatencyResult latency, ProfileOptions options, CancellationToken cancellation)
    {
        int byTime = (int)Math.Min(ProfiledMilliseconds / Math.Max(latency.P50, 1e-3), options.Runs), byEvents = MostEvents / Math.Max(1, graph.Nodes.Length);
        int runs = Math.Max(5, Math.Min(byTime, byEvents)), warmUp = Math.Min(latency.WarmUpRuns, runs);
        string optimized = Path.Combine(folder, "optimized.onnx");
        using OrtSession session = OrtSession.Open(file, new OrtSessionOptions
        {
            Threads = options.Threads,
            ProfilePrefix = Path.Combine(folder, "profile"),
            OptimizedModelPath = optimized,
        });
        using var run = new PreparedRun(session, graph, options.Batch);
        for (int i = 0; i < runs + warmUp; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Once();
        }

        return (OrtProfile.Read(session.EndProfiling(), warmUp), OnnxModel.Load(optimized));
    }

    private static LayerProfile[] Join(ModelGraph graph, ModelGraph optimized, OrtProfile profile, int batch)
    {
        IReadOnlyDictionary<string, IReadOnlyList<Node>> covered = FusedNodeMap.Of(graph, optimized);
        var costs = GraphCost.Of(graph, batch).Nodes.ToDictionary(n => n.Node.Name, n => n.Cost);
        double total = Math.Max(1e-9, profile.Nodes.Sum(n => n.Microseconds));
        var counted = new HashSet<string>();
        HashSet<string> constant = Constants(graph);
        return [.. profile.Nodes.Select(timing => Layer(timing, covered.GetValueOrDefault(timing.Name) ?? []))];

        LayerProfile Layer(OrtNodeTiming timing, IReadOnlyList<Node> nodes)
        {
            Node? main = nodes.Where(n => costs[n.Name].Macs > 0).MaxBy(n => costs[n.Name].Macs) ?? nodes.FirstOrDefault(n => IsShown(n, constant)) ?? (nodes.Count > 0 ? nodes[0] : null);
            return new LayerProfile
            {
                Name = main?.Name ?? timing.Name,
                Operators = [.. nodes.Where(n => IsShown(n, constant)).Select(n => n.OpType)],
                Kernel = timing.OpType,
                Arithmetic = ArithmeticOf(timing, nodes.Count > 0),
                Microseconds = timing.Microseconds,
                MedianMicroseconds = timing.MedianMicroseconds,
                Share = timing.Microseconds / total,
                Macs = nodes.Sum(n => costs[n.Name].Macs),
                ParameterBytes = nodes.SelectMany(n => n.Inputs).Where(i => graph.Parameters.ContainsKey(i) && counted.Add(i)).Sum(i => (long)graph.Parameters[i].Bytes.Length),
            };
        }
    }

    private static bool IsShown(Node node, HashSet<string> constant) => node.OpType is not ("QuantizeLinear" or "DequantizeLinear") && !constant.Contains(node.Outputs[0]);

    /// <summary>Values that depend on no input.</summary>
    private static HashSet<string> Constants(ModelGraph graph)
    {
        var constant = new HashSet<string>(graph.Parameters.Keys) { "" };
        foreach (Node node in graph.Nodes.Where(n => n.Inputs.All(constant.Contains) && Captures.Of(n).All(constant.Contains)))
        {
            constant.UnionWith(node.Outputs);
        }

        return constant;
    }

    private static LayerArithmetic ArithmeticOf(OrtNodeTiming timing, bool known) => timing switch
    {
        { OpType: "QuantizeLinear" or "DequantizeLinear" or "DynamicQuantizeLinear" or "Cast" } => LayerArithmetic.Conversion,
        { OpType: "ReorderInput" or "ReorderOutput" } => LayerArithmetic.Layout,
        { OpType: "Transpose" } when !known => LayerArithmetic.Layout,
        { InputTypes: ["uint8" or "int8", ..] } => LayerArithmetic.Integer,
        _ => LayerArithmetic.Float,
    };
}
