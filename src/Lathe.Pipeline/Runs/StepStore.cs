using System.Security.Cryptography;
using System.Text.Json;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;

namespace Lathe.Pipeline.Runs;

/// <summary>Keeps what steps leave behind: networks as files, the rest in a marker that is written last and knows their digests.</summary>
internal static class StepStore
{
    private const string StagePrefix = "stage-";

    public static void Save(RunFolder folder, int step, RunState state)
    {
        var digests = new Dictionary<string, string>();
        foreach ((string name, ModelGraph? graph) in new[] { ("graph", state.Graph), ("baseline", state.Baseline), ("quantized", state.Quantized) }.Concat(state.Stages.Select(s => (StagePrefix + s.Name, (ModelGraph?)s.Graph))))
        {
            if (graph is not null)
            {
                OnnxModel.Save(graph, Path(folder, step, name));
                digests[name] = Digest(Path(folder, step, name));
            }
        }

        folder.Write(Marker(step), new Kept(digests, state.Placement, state.Goals, state.Formats, state.Files));
    }

    /// <summary>The state after a finished step, or null where it is not finished.</summary>
    /// <exception cref="InvalidInputException">What was kept is damaged.</exception>
    public static RunState? TryLoad(RunFolder folder, int step, RunState before)
    {
        string marker = folder.File(Marker(step));
        if (!File.Exists(marker))
        {
            return null;
        }

        Kept kept = ReadMarker(marker);
        ModelGraph? Load(string name)
        {
            if (!kept.Digests.TryGetValue(name, out string? digest))
            {
                return null;
            }

            string path = Path(folder, step, name);
            return File.Exists(path) && Digest(path) == digest ? OnnxModel.Load(path)
                : throw new InvalidInputException($"'{path}' is not what step {step + 1} wrote. Delete '{marker}' to repeat the step.");
        }

        ModelGraph graph = Load("graph") ?? throw new InvalidInputException($"'{marker}' names no network. Delete it to repeat the step.");
        ModelGraph? baseline = kept.Digests.GetValueOrDefault("baseline") == kept.Digests["graph"] ? graph : Load("baseline");
        Stage[] stages = [.. kept.Digests.Keys.Where(k => k.StartsWith(StagePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(k => new Stage(k[StagePrefix.Length..], Load(k)!))];
        return before with { Graph = graph, Baseline = baseline, Quantized = Load("quantized"), Stages = stages, Placement = kept.Placement, Goals = kept.Goals, Formats = kept.Formats, Files = kept.Files ?? [] };
    }

    private static Kept ReadMarker(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(File.ReadAllText(path)) is { Digests: not null, Goals: not null } kept ? kept : throw new JsonException("it is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"'{path}' is damaged: {error.Message} Delete it to repeat the step.", error);
        }
    }

    private static string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static string Marker(int step) => System.IO.Path.Combine("checkpoints", $"{step}.done");

    private static string Path(RunFolder folder, int step, string name) => folder.File("checkpoints", $"{step}-{name}.onnx");

    private sealed record Kept(IReadOnlyDictionary<string, string> Digests, Placement? Placement, IReadOnlyList<TargetVerdict> Goals, IReadOnlyList<string>? Formats, IReadOnlyList<string>? Files);
}
