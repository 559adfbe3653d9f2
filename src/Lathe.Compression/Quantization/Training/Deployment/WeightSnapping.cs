using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Training.Deployment;

/// <summary>Replaces trained weights by what their quantizers make of them: values of the grid, the quantizers gone.</summary>
internal static class WeightSnapping
{
    /// <summary>The network with weights on their grids, and the uniform grids by weight.</summary>
    public static (ModelGraph Graph, IReadOnlyDictionary<string, QuantizerGrid> Grids) Run(ModelGraph graph)
    {
        var editor = new GraphEditor(graph);
        var grids = new Dictionary<string, QuantizerGrid>();
        var index = new GraphIndex(graph);
        foreach (Node node in graph.Nodes.Where(n => QuantizerOp.Is(n) && graph.Parameters.ContainsKey(n.Inputs[0])))
        {
            string weight = node.Inputs[0], name = index.Consumers(weight).Count == 1 ? weight : editor.AddParameter(weight + "/grid", graph.Parameters[weight]);
            editor.Remove(node);
            editor.SetParameter(name, Evaluate(node, graph));
            editor.ReplaceUses(node.Outputs[0], name);
            if (OpRegistry.Find(node) is QuantizerOp op && op.Grid(node, p => graph.Parameters[p]) is { } grid)
            {
                grids[name] = grid;
            }
        }

        return (editor.ToGraph(), grids);
    }

    /// <summary>What a quantizer makes of its weight.</summary>
    internal static TensorData Evaluate(Node node, ModelGraph graph)
    {
        ModelGraph alone = graph with { Name = node.Name, Inputs = [], Outputs = [new ValueInfo(node.Outputs[0], DType.Float32, null)], Nodes = [node] };
        alone = alone with { Parameters = alone.Parameters.Where(p => node.Inputs.Contains(p.Key)).ToDictionary().ToImmutable() };
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(alone);
        return TensorData.From(executor.Run(new Dictionary<string, Tensor>())[node.Outputs[0]]);
    }

    private static System.Collections.Immutable.ImmutableDictionary<string, TensorData> ToImmutable(this Dictionary<string, TensorData> parameters) =>
        System.Collections.Immutable.ImmutableDictionary.CreateRange(parameters);
}
