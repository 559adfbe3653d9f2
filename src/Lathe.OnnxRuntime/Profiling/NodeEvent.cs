using System.Text.Json;

namespace Lathe.OnnxRuntime.Profiling;

/// <summary>One kernel call in a profile.</summary>
internal sealed record NodeEvent(string Name, double Start, double Duration, JsonElement Details)
{
    private const string KernelSuffix = "_kernel_time";

    /// <summary>Reads an event, or null when it is not a kernel call.</summary>
    public static NodeEvent? TryRead(JsonElement record)
    {
        string name = record.GetProperty("name").GetString() ?? "";
        return record.GetProperty("cat").GetString() == "Node" && name.EndsWith(KernelSuffix, StringComparison.Ordinal)
            ? new NodeEvent(name[..^KernelSuffix.Length], record.GetProperty("ts").GetDouble(), record.GetProperty("dur").GetDouble(), record.GetProperty("args"))
            : null;
    }

    public string Text(string name) => Details.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    /// <summary>Element types and dimensions in a list such as <c>[{"float":[1,3]}]</c>.</summary>
    public IEnumerable<(string Type, long[] Dimensions)> Tensors(string name)
    {
        if (!Details.TryGetProperty(name, out JsonElement list))
        {
            yield break;
        }

        foreach (JsonProperty tensor in list.EnumerateArray().SelectMany(t => t.EnumerateObject()))
        {
            yield return (tensor.Name, [.. tensor.Value.EnumerateArray().Select(d => d.GetInt64())]);
        }
    }
}
