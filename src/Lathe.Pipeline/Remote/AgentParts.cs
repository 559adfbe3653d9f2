namespace Lathe.Pipeline.Remote;

/// <summary>The names of the parts of a request to an agent (multipart/form-data).</summary>
public static class AgentParts
{
    /// <summary><see cref="MeasurementSettings"/> as JSON; may be left out.</summary>
    public const string Settings = "settings";

    /// <summary>One input sample, binary32 little-endian; may be left out.</summary>
    public const string Sample = "sample";

    /// <summary>An ONNX model; its file name is what it is called. One or more.</summary>
    public const string Model = "model";
}
