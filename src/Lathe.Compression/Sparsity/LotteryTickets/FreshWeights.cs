using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Sparsity.LotteryTickets;

/// <summary>A network as before any training: the control of everything that claims trained weights matter.</summary>
public static class FreshWeights
{
    /// <summary>
    /// The same network with new learned parameters and statistics: matrices and filters normal with variance <c>2 / inputs</c> (He et al. 2015),
    /// recurrent ones <c>1 / (3 H)</c> with open forget gates, tables 0.01, normalisation 1 and 0, biases 0.
    /// </summary>
    public static ModelGraph Draw(ModelGraph graph, RandomKey key)
    {
        HashSet<string> learned = ParameterStore.LearnedNames(graph);
        var fresh = new Dictionary<string, float[]>();
        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                string name = node.Inputs[i];
                bool statistics = node.OpType == "BatchNormalization" && i is 3 or 4 && graph.Parameters.ContainsKey(name);
                if ((learned.Contains(name) || statistics) && !fresh.ContainsKey(name))
                {
                    fresh[name] = Values(node, i, graph.Parameters[name].Shape, key.Fold(name));
                }
            }
        }

        return graph with { Parameters = graph.Parameters.SetItems(fresh.Select(f => KeyValuePair.Create(f.Key, TensorData.From<float>(f.Value, graph.Parameters[f.Key].Shape)))) };
    }

    private static float[] Values(Node node, int input, Shape shape, RandomKey key)
    {
        float[] values = new float[shape.Count];
        switch (node.OpType)
        {
            case "LSTM" or "GRU" or "RNN" when input is 1 or 2:
                key.FillNormal(values, 0, (float)(1 / Math.Sqrt(3.0 * node.Attributes.Int("hidden_size", 1))));
                break;
            case "LSTM" when input == 3:
                OpenForgetGates(values, (int)node.Attributes.Int("hidden_size", 1));
                break;
            case "Gather":
                key.FillNormal(values, 0, 0.1f);
                break;
            case "BatchNormalization":
                Array.Fill(values, input is 1 or 4 ? 1 : 0);
                break;
            case "LayerNormalization" or "InstanceNormalization" or "GroupNormalization" or "Mul" when input >= 1 || node.OpType == "Mul":
                Array.Fill(values, input == 1 || node.OpType == "Mul" ? 1 : 0);
                break;
            case "PRelu":
                Array.Fill(values, 0.25f);
                break;
            default:
                if (shape.Rank >= 2 && node.OpType is not ("Add" or "Sub"))
                {
                    key.FillNormal(values, 0, (float)Math.Sqrt(2.0 / Inputs(node, shape)));
                }

                break;
        }

        return values;
    }

    private static int Inputs(Node node, Shape shape) => node.OpType switch
    {
        "Conv" => shape.Product(1, shape.Rank),
        "ConvTranspose" => shape[0] * shape.Product(2, shape.Rank),
        "Gemm" => node.Attributes.Int("transB", 0) != 0 ? shape[1] : shape[0],
        _ => shape[-2],
    };

    // Gates are in the order input, output, forget, cell, once for each direction.
    private static void OpenForgetGates(float[] bias, int hidden)
    {
        for (int d = 0; d < bias.Length / (8 * hidden); d++)
        {
            bias.AsSpan((d * 8 * hidden) + (2 * hidden), hidden).Fill(1);
        }
    }
}
