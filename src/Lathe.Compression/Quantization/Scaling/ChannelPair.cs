using Lathe.Compression.Quantization.Weights;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Scaling;

/// <summary>
/// Two layers between which nothing notices the scale of a channel: what the first divides by, the second multiplies with, and the network
/// computes the same (Nagel et al. 2019).
/// </summary>
/// <param name="First">Makes the channels.</param>
/// <param name="Second">Alone reads them.</param>
public sealed record ChannelPair(WeightLayer First, WeightLayer Second)
{
    private static readonly HashSet<string> s_homogeneous = ["Relu", "LeakyRelu", "MaxPool", "AveragePool", "GlobalAveragePool", "Flatten", "Identity", "Dropout"];

    /// <summary>Channels between them.</summary>
    public int Channels => First.Outputs;

    /// <summary>The pairs of a network.</summary>
    public static IReadOnlyList<ChannelPair> Of(ModelGraph graph, IReadOnlyList<WeightLayer> layers)
    {
        var index = new GraphIndex(graph);
        var byName = layers.Where(l => l.IsProduct && graph.Nodes.Count(n => n.Inputs.Contains(l.Weight)) == 1).ToDictionary(l => l.Node.Name);
        var pairs = new List<ChannelPair>();
        foreach (WeightLayer first in byName.Values)
        {
            Node? next = index.SingleConsumer(graph.Nodes.First(n => n.Name == first.Node.Name).Outputs[0]);
            bool biased = false;
            while (next is not null && (s_homogeneous.Contains(next.OpType) || IsBias(next, graph, ref biased, first)))
            {
                next = index.SingleConsumer(next.Outputs[0]);
            }

            if (next is not null && byName.TryGetValue(next.Name, out WeightLayer? second) && second != first && Fits(first, second))
            {
                pairs.Add(new ChannelPair(first, second));
            }
        }

        return pairs;
    }

    /// <summary>The channel of the second layer's k-th weight of an output.</summary>
    public int ChannelOf(int output, int k) => Second.Groups > 1 ? output : (int)((long)k * Channels / Second.Inputs);

    /// <summary>Divides the first layer's outputs by factors and multiplies the second layer's weights with them.</summary>
    public ModelGraph Move(ModelGraph graph, double[] factors)
    {
        float[] first = graph.Parameters[First.Weight].ToFloats(), second = graph.Parameters[Second.Weight].ToFloats();
        for (int output = 0; output < First.Outputs; output++)
        {
            for (int k = 0; k < First.Inputs; k++)
            {
                first[First.Place(output, k)] = (float)(first[First.Place(output, k)] / factors[output]);
            }
        }

        for (int output = 0; output < Second.Outputs; output++)
        {
            for (int k = 0; k < Second.Inputs; k++)
            {
                second[Second.Place(output, k)] = (float)(second[Second.Place(output, k)] * factors[ChannelOf(output, k)]);
            }
        }

        var parameters = graph.Parameters.SetItem(First.Weight, TensorData.From<float>(first, First.Shape)).SetItem(Second.Weight, TensorData.From<float>(second, Second.Shape));
        if (BiasOf(graph) is { } bias)
        {
            float[] values = graph.Parameters[bias].ToFloats();
            parameters = parameters.SetItem(bias, TensorData.From<float>([.. values.Select((v, c) => (float)(v / factors[c]))], graph.Parameters[bias].Shape));
        }

        return graph with { Parameters = parameters };
    }

    private string? BiasOf(ModelGraph graph)
    {
        if (First.Node.Input(2) is { } own)
        {
            return own;
        }

        Node? add = new GraphIndex(graph).SingleConsumer(First.Node.Outputs[0]);
        return add is { OpType: "Add" } ? add.Inputs.FirstOrDefault(graph.Parameters.ContainsKey) : null;
    }

    // A vector added right behind a product without a bias of its own.
    private static bool IsBias(Node node, ModelGraph graph, ref bool seen, WeightLayer first)
    {
        bool bias = node.OpType == "Add" && !seen && first.Node.OpType == "MatMul" && node.Inputs[0] == first.Node.Outputs[0]
            && graph.Parameters.TryGetValue(node.Inputs[1], out TensorData? data) && data.Count == first.Outputs && graph.Nodes.Count(n => n.Inputs.Contains(node.Inputs[1])) == 1;
        seen |= bias;
        return bias;
    }

    private static bool Fits(WeightLayer first, WeightLayer second) => second.Node.OpType == "Conv"
        ? (second.Groups == 1 && second.Shape[1] == first.Outputs) || (second.Groups == first.Outputs && second.Outputs == first.Outputs && second.Shape[1] == 1)
        : second.Inputs % first.Outputs == 0;
}
