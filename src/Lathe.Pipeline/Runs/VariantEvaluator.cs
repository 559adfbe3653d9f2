using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware.Measurement;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Runs;

/// <summary>Deploys the networks of a run, measures every file in ONNX Runtime, and says which to use.</summary>
internal sealed class VariantEvaluator(RunFolder folder, Dataset data, RecipeTarget target, IRunObserver observer, TimeProvider time)
{
    public RunResult Evaluate(RunState state, Func<double> elapsed, CancellationToken cancellation)
    {
        var graphs = new List<(string Name, ModelGraph Graph)> { ("baseline", StaticQuantizer.Prepare(state.Baseline!)) };
        if (!ReferenceEquals(state.Graph, state.Baseline))
        {
            graphs.Add(("compressed", StaticQuantizer.Prepare(state.Graph)));
        }

        if (state.Quantized is { } quantized)
        {
            graphs.Add(("compressed-int8", quantized));
        }

        observer.Say("measuring the deployed files in ONNX Runtime");
        Variant[] variants = [.. graphs.Select(g => Deploy(g.Name, g.Graph))];
        variants = Measure(variants, cancellation);
        Variant best = Recommend(variants);
        TargetVerdict[] targets = [.. Judge(variants[0], best)];
        var result = new RunResult(folder.Path, variants, targets, Advice(variants, best), elapsed());
        folder.Write("result.json", result);
        return result;
    }

    private Variant Deploy(string name, ModelGraph graph)
    {
        string file = Path.Combine("models", name + ".onnx");
        OnnxModel.Save(graph, folder.File(file));
        byte[] bytes = File.ReadAllBytes(folder.File(file));
        GraphCost cost = GraphCost.Of(graph);
        return new Variant
        {
            Name = name,
            File = file,
            TestAccuracy = DeployedModel.Accuracy(bytes, data.Test),
            Parameters = graph.ParameterCount,
            Macs = cost.Total.Macs,
            FileBytes = bytes.Length,
            PeakActivationBytes = cost.PeakActivationBytes,
        };
    }

    private Variant[] Measure(Variant[] variants, CancellationToken cancellation)
    {
        var bindings = new List<(OrtSession Session, OrtBinding Binding)>();
        float[] sample = new float[data.SampleShape.Count];
        data.Test.Read(0, sample);
        foreach (Variant variant in variants)
        {
            OrtSession session = OrtSession.Open(folder.File(variant.File), new OrtSessionOptions { Threads = 1 });
            var binding = new OrtBinding(session);
            binding.Input(session.Inputs[0].Name, OrtValue.From<float>(sample, [1, .. Array.ConvertAll(data.SampleShape.Dimensions.ToArray(), d => (long)d)]));
            binding.Output(session.Outputs[0].Name, OrtValue.From<float>(new float[data.Classes], 1, data.Classes));
            bindings.Add((session, binding));
        }

        IReadOnlyList<LatencyResult> latencies = new LatencyMeter(time).Measure([.. variants.Select((v, i) => (v.Name, (Action)bindings[i].Binding.Run))], null, cancellation);
        foreach ((OrtSession session, OrtBinding binding) in bindings)
        {
            binding.Dispose();
            session.Dispose();
        }

        return [.. variants.Select((v, i) => v with { Latency = latencies[i], Speedup = LatencyComparison.Of(latencies[0], latencies[i], RandomKey.FromSeed(0)) })];
    }

    /// <summary>The fastest variant that keeps the accuracy; size decides between those that cannot be told apart.</summary>
    private Variant Recommend(Variant[] variants)
    {
        double drop = target.AccuracyDropPoints ?? 1;
        Variant[] good = [.. variants.Where(v => (variants[0].TestAccuracy - v.TestAccuracy) * 100 <= drop)];
        Variant[] enough = [.. good.Where(v => Keeps(v))];
        return (enough.Length > 0 ? enough : good).OrderBy(v => v.Latency!.P50).First();
    }

    private bool Keeps(Variant variant) => (target.LatencyMs is not { } ms || variant.Latency!.P50 <= ms) && (target.SizeBytes is not { } bytes || variant.FileBytes <= bytes);

    private IEnumerable<TargetVerdict> Judge(Variant baseline, Variant best)
    {
        if (target.LatencyMs is { } ms)
        {
            yield return new TargetVerdict("latency", $"{ms:0.###} ms", $"{best.Latency!.P50:0.###} ms", best.Latency.P50 <= ms);
        }

        if (target.SizeBytes is { } bytes)
        {
            yield return new TargetVerdict("size", $"{bytes:N0} B", $"{best.FileBytes:N0} B", best.FileBytes <= bytes);
        }

        if (target.AccuracyDropPoints is { } points)
        {
            double drop = (baseline.TestAccuracy - best.TestAccuracy) * 100;
            yield return new TargetVerdict("accuracy-drop", $"{points:0.##} points", $"{drop:0.##} points", drop <= points);
        }
    }

    private static string Advice(Variant[] variants, Variant best)
    {
        string text = $"Use {best.File}: {best.Speedup!.Speedup:0.00}x the baseline's speed ({best.Speedup.Low:0.00} to {best.Speedup.High:0.00}; {best.Speedup.Verdict}), {(double)variants[0].FileBytes / best.FileBytes:0.0}x smaller.";
        Variant? integer = variants.FirstOrDefault(v => v.Name.EndsWith("int8", StringComparison.Ordinal)), floating = variants.FirstOrDefault(v => v.Name == "compressed");
        if (integer is not null && floating is not null)
        {
            LatencyComparison gain = LatencyComparison.Of(floating.Latency!, integer.Latency!, RandomKey.FromSeed(1));
            text += gain.Verdict == "faster"
                ? $" INT8 runs {gain.Speedup:0.00}x as fast as the same network in floating point."
                : $" INT8 is not faster than the same network in floating point here ({gain.Speedup:0.00}x, {gain.Verdict}); its gain is the size.";
        }

        return text;
    }
}
