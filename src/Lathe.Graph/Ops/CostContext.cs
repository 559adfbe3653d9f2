namespace Lathe.Graph.Ops;

/// <summary>A node and the concrete types of its values.</summary>
public sealed class CostContext(Node node, IReadOnlyDictionary<string, TensorType> types)
{
    /// <summary>The node.</summary>
    public Node Node => node;

    /// <summary>The type of an input; absent ones are empty.</summary>
    public TensorType Input(int index) => node.Input(index) is { } name && types.TryGetValue(name, out TensorType type) ? type : default;

    /// <summary>The type of an output.</summary>
    public TensorType Output(int index) => types.TryGetValue(node.Outputs[index], out TensorType type) ? type : default;

    /// <summary>Cost of a number of operations per output element.</summary>
    public OpCost Elementwise(int operations) => Traffic(0, (long)operations * (node.Outputs.Length > 0 ? Output(0).Shape.Count : 0));

    /// <summary>Cost with given work and every value touched once.</summary>
    public OpCost Traffic(long macs, long operations)
    {
        long read = 0, written = 0;
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            read += node.Input(i) is null ? 0 : Input(i).Bytes;
        }

        for (int i = 0; i < node.Outputs.Length; i++)
        {
            written += node.Outputs[i].Length > 0 ? Output(i).Bytes : 0;
        }

        return new OpCost(macs, operations, read, written);
    }
}
