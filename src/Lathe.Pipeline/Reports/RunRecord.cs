using System.Text.Json;
using Lathe.Compression.Techniques;
using Lathe.Pipeline.Costs;
using Lathe.Pipeline.Reports.Measurements;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reports;

/// <summary>Everything a run's folder says about the run.</summary>
internal sealed record RunRecord
{
    private static readonly JsonSerializerOptions s_lenient = new() { PropertyNameCaseInsensitive = true };
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private static readonly string[] s_locks = ["recipe.lock.yaml", "recipe.lock.json"];

    public required string Name { get; init; }

    public required RunResult Result { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Environment { get; init; }

    public required string Recipe { get; init; }

    public required IReadOnlyList<EpochMetric> Epochs { get; init; }

    public required IReadOnlyDictionary<string, VariantMeasurements> Measurements { get; init; }

    /// <summary>The tables that steps showed, in their order.</summary>
    public IReadOnlyList<TechniqueTable> Tables { get; init; } = [];

    /// <summary>The recommended network on the target device; null where nothing tells it.</summary>
    public DeviceCostReport? Cost { get; init; }

    /// <summary>The variant the run recommends.</summary>
    public Variant Recommended => Result.Best;

    /// <summary>The first variant, which all others are compared with.</summary>
    public Variant Baseline => Result.Variants[0];

    /// <summary>Reads a folder.</summary>
    /// <exception cref="InvalidInputException">It holds no finished run.</exception>
    public static RunRecord Load(string path)
    {
        if (!File.Exists(Path.Combine(path, "result.json")))
        {
            throw new InvalidInputException($"'{path}' holds no finished run: there is no result.json in it. Give the folder that optimize wrote, or finish the run with --resume.");
        }

        var folder = new RunFolder(path);
        try
        {
            RunResult result = JsonSerializer.Deserialize<RunResult>(File.ReadAllText(folder.File("result.json"))) ?? throw new JsonException("it is empty");
            if (result.Variants.Count == 0)
            {
                throw new JsonException("it names no variant");
            }

            return new RunRecord
            {
                Name = Path.GetFileName(Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar)),
                Result = result,
                Environment = ReadEnvironment(folder),
                Recipe = s_locks.Select(l => folder.File(l)).FirstOrDefault(File.Exists) is { } kept ? Indent(File.ReadAllText(kept)) : "",
                Epochs = ReadEpochs(folder),
                Tables = ReadTables(folder),
                Cost = CostRecorder.TryLoad(folder),
                Measurements = result.Variants.Select(v => VariantRecorder.TryLoad(folder, v.Name)).OfType<VariantMeasurements>().ToDictionary(m => m.Variant),
            };
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The run in '{path}' cannot be read: {error.Message}", error);
        }
    }

    private static (string, string)[] ReadEnvironment(RunFolder folder)
    {
        string path = folder.File("environment.json");
        if (!File.Exists(path))
        {
            return [];
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.EnumerateObject().Select(p => (Words(p.Name), p.Value.ValueKind == JsonValueKind.Array ? string.Join(", ", p.Value.EnumerateArray()) : p.Value.ToString()))];
    }

    private static TechniqueTable[] ReadTables(RunFolder folder) => !Directory.Exists(folder.File(RunFolder.Tables)) ? [] :
    [
        .. Directory.EnumerateFiles(folder.File(RunFolder.Tables), "*.json").Order(StringComparer.Ordinal)
            .Select(path => JsonSerializer.Deserialize<TechniqueTable>(File.ReadAllText(path)) is { Columns: not null, Rows: not null } table ? table : throw new JsonException($"'{path}' holds no table")),
    ];

    private static string Words(string name) => name == "OnnxRuntime" ? "ONNX Runtime" : string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    /// <summary>The last line of each epoch; a resumed run may have written one again, a killed one half a line.</summary>
    private static EpochMetric[] ReadEpochs(RunFolder folder)
    {
        string path = folder.File("metrics.jsonl");
        var epochs = new Dictionary<(string, int), EpochMetric>();
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            try
            {
                if (JsonSerializer.Deserialize<EpochMetric>(line, s_lenient) is { Step: not null, Epoch: > 0 } epoch)
                {
                    epochs[(epoch.Step, epoch.Epoch)] = epoch;
                }
            }
            catch (JsonException)
            {
                continue;
            }
        }

        return [.. epochs.Values];
    }

    private static string Indent(string text)
    {
        if (!text.StartsWith('{'))
        {
            return text;
        }

        using JsonDocument document = JsonDocument.Parse(text);
        return JsonSerializer.Serialize(document, s_indented);
    }
}
