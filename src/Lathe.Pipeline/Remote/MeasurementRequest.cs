namespace Lathe.Pipeline.Remote;

/// <summary>Models to measure against each other.</summary>
public sealed record MeasurementRequest
{
    /// <summary>Names and ONNX bytes, weights inside.</summary>
    public required IReadOnlyList<(string Name, byte[] Bytes)> Models { get; init; }

    /// <summary>One input sample for models of one input; random inputs when null.</summary>
    public float[]? Sample { get; init; }

    /// <summary>How to measure.</summary>
    public MeasurementSettings Settings { get; init; } = new();
}
