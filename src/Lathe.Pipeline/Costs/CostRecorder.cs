using System.Text.Json;
using System.Text.Json.Serialization;
using Lathe.Graph;
using Lathe.Hardware.Energy;
using Lathe.Onnx;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Costs;

/// <summary>Keeps the cost of a run's recommended network on its target device in the run's folder, for the report.</summary>
internal static class CostRecorder
{
    private const string FileName = "cost.json";
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Costs the recommended network; nothing is written where its device tells nothing.</summary>
    public static void Record(RunFolder folder, RunResult result, string? device, CarbonIntensity carbon, Action<string> say)
    {
        string path = folder.File(result.Best.Network);
        if (path.EndsWith(".onnx", StringComparison.Ordinal) && OnnxModel.Load(path) is ModelGraph graph && DeviceCostReport.TryOf(graph, device, carbon, say) is { } report)
        {
            folder.WriteText(FileName, JsonSerializer.Serialize(report, s_json));
        }
    }

    /// <summary>Reads it back; null when it was not kept or is damaged.</summary>
    public static DeviceCostReport? TryLoad(RunFolder folder)
    {
        try
        {
            return File.Exists(folder.File(FileName)) ? JsonSerializer.Deserialize<DeviceCostReport>(File.ReadAllText(folder.File(FileName)), s_json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
