namespace Lathe.Graph.Ops;

/// <summary>A model uses operators Lathe does not have; the message names them all (exit code 2).</summary>
public sealed class UnsupportedOperatorException : InvalidInputException
{
    /// <summary>Creates the error.</summary>
    public UnsupportedOperatorException(int opset, IReadOnlyList<string> nodes)
        : base($"{nodes.Count} nodes use operators Lathe does not support (opset {opset}): {string.Join("; ", nodes)}. Replace them in the model, or see docs/onnx-support.md.")
    {
        Nodes = nodes;
    }

    /// <summary>The nodes, as messages describe them.</summary>
    public IReadOnlyList<string> Nodes { get; }
}
