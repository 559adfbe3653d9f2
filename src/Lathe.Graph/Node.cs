using System.Collections.Immutable;

namespace Lathe.Graph;

/// <summary>One operation of a graph; inputs and outputs are values by name, an empty name is an absent optional one.</summary>
/// <param name="Name">Unique in its graph.</param>
/// <param name="OpType">ONNX's operator name.</param>
/// <param name="Inputs">Values read.</param>
/// <param name="Outputs">Values made.</param>
/// <param name="Attributes">Constants of the operation.</param>
/// <param name="Domain">The operator's domain; empty for ONNX's own, "lathe" for internal ones.</param>
public sealed record Node(string Name, string OpType, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs, AttributeMap Attributes, string Domain = "")
{
    /// <summary>An input's name, or null when absent.</summary>
    public string? Input(int index) => index < Inputs.Length && Inputs[index].Length > 0 ? Inputs[index] : null;

    /// <summary>For messages: <c>Conv 'stem/conv1'</c>.</summary>
    public string Describe() => $"{(Domain.Length > 0 ? Domain + "." : "")}{OpType} '{Name}'";

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Outputs)} = {OpType}({string.Join(", ", Inputs)})";
}
