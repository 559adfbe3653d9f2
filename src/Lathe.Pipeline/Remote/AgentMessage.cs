using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lathe.Pipeline.Remote;

/// <summary>One line of an agent's answer: progress, the result, or what went wrong.</summary>
public sealed record AgentMessage
{
    private static readonly JsonSerializerOptions s_json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is being done.</summary>
    public string? Progress { get; init; }

    /// <summary>The result; the last line.</summary>
    public MeasurementReport? Report { get; init; }

    /// <summary>Why there is none, in a sentence; the last line.</summary>
    public string? Error { get; init; }

    /// <summary>The line without its end.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads a line; null when it is none.</summary>
    public static AgentMessage? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<AgentMessage>(line, s_json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
