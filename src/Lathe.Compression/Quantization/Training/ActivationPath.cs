using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training;

/// <summary>
/// Where the activation a layer reads is quantized: before a dropout, whose zeros are no codes, and for signs before a rectifier, behind which
/// there is only one sign.
/// </summary>
/// <param name="Value">The value that gets the quantizer.</param>
/// <param name="Reader">The node that reads the quantized value: the layer, or a dropout before it.</param>
/// <param name="Instead">The value that the reader, or the first node of the chain before it, reads now.</param>
/// <param name="Chain">The node whose input becomes free of the rectifier; null when there is none.</param>
internal sealed record ActivationPath(string Value, Node Reader, string Instead, Node? Chain)
{
    private static readonly HashSet<string> s_moving = ["MaxPool", "Flatten", "Reshape", "Squeeze", "Transpose"];

    /// <summary>The path of a layer's first input.</summary>
    public static ActivationPath Of(Node layer, GraphIndex index, bool signs)
    {
        string value = layer.Inputs[0];
        Node reader = layer;
        while (index.Producer(value) is { OpType: "Dropout" } dropout && index.SingleConsumer(value) == reader)
        {
            (reader, value) = (dropout, dropout.Inputs[0]);
        }

        if (!signs)
        {
            return new ActivationPath(value, reader, value, null);
        }

        (string at, Node? chain) = (value, null);
        Node below = reader;
        while (index.Producer(at) is { } node && s_moving.Contains(node.OpType) && index.SingleConsumer(at) == below)
        {
            (below, chain, at) = (node, node, node.Inputs[0]);
        }

        return index.Producer(at) is { OpType: "Relu" } rectifier
            ? chain is null ? new ActivationPath(rectifier.Inputs[0], reader, value, null) : new ActivationPath(value, reader, value, chain)
            : new ActivationPath(value, reader, value, null);
    }
}
