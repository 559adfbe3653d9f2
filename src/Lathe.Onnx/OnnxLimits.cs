namespace Lathe.Onnx;

/// <summary>What a model file may at most contain; hostile files are refused before they cost memory.</summary>
public sealed record OnnxLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static OnnxLimits Default { get; } = new();

    /// <summary>Bytes of the model file.</summary>
    public long FileBytes { get; init; } = 2L << 30;

    /// <summary>Bytes of one tensor.</summary>
    public long TensorBytes { get; init; } = 1L << 30;

    /// <summary>Nodes, subgraphs included.</summary>
    public int Nodes { get; init; } = 100_000;

    /// <summary>Subgraphs inside subgraphs.</summary>
    public int Nesting { get; init; } = 16;
}
