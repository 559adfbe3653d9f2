using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Models;

/// <summary>Ways of counting the parameters of a network.</summary>
public static class ModelSize
{
    /// <summary>Values that training changes by gradient: weights, biases, scales and shifts; no running statistics.</summary>
    public static long LearnedParameterCount(ModelGraph graph) => ParameterStore.LearnedNames(graph).Sum(n => (long)graph.Parameters[n].Count);

    /// <summary>
    /// Values a deployed network holds: batch normalisation folded away, and one bias for every output channel of every
    /// convolution and dense layer. MLPerf Tiny's models are counted so.
    /// </summary>
    public static long FoldedParameterCount(ModelGraph graph)
    {
        ModelGraph folded = new FoldBatchNorm().Run(graph);
        return LearnedParameterCount(folded) + folded.Nodes.Sum(n => MissingBias(folded, n));
    }

    private static long MissingBias(ModelGraph graph, Node node)
    {
        if (node.Input(2) is not null || node.Input(1) is not { } name || !graph.Parameters.TryGetValue(name, out TensorData? weight))
        {
            return 0;
        }

        return node.OpType switch
        {
            "Conv" => weight.Shape[0],
            "ConvTranspose" => weight.Shape[1] * node.Attributes.Int("group", 1),
            "Gemm" => weight.Shape[node.Attributes.Int("transB", 0) != 0 ? 0 : 1],
            _ => 0,
        };
    }
}
