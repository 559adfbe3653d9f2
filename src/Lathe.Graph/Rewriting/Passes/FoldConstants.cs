using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>
/// Computes nodes that depend on constants only, and keeps their results as parameters. Quantized constants stay quantized, and
/// results far larger than what they are made of stay computed; so does what is made of a tensor another layer learns (tied weights).
/// </summary>
/// <param name="largestGrowth">Bytes a result may have more than its inputs.</param>
public sealed class FoldConstants(long largestGrowth = 16 << 20) : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "fold-constants";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        var facts = new GraphFacts(graph);
        var folded = new Dictionary<string, TensorData>();
        HashSet<string> learned = ParameterStore.LearnedNames(graph);
        GraphEditor? editor = null;
        foreach (Node node in graph.Nodes.Where(n => IsFoldable(facts, n) && !n.Inputs.Any(learned.Contains)))
        {
            TensorData? Known(string name) => folded.GetValueOrDefault(name) ?? facts.Constant(name);
            if (node.Inputs.All(i => i.Length == 0 || Known(i) is not null) && Compute(node, Known) is { } results)
            {
                editor ??= new GraphEditor(graph);
                editor.Remove(node);
                foreach ((string name, TensorData data) in results)
                {
                    folded[name] = data;
                    editor.SetParameter(name, data);
                }
            }
        }

        return editor?.ToGraph() ?? graph;
    }

    // Graph outputs stay made by nodes; bodies may read anything; randomness is no constant.
    private static bool IsFoldable(GraphFacts facts, Node node) =>
        OpRegistry.Find(node) is { IsRandom: false } && !node.Outputs.Any(facts.Index.IsOutput) && node.Attributes.All(a => a.Value is not ModelGraph)
        && node.OpType is not ("QuantizeLinear" or "DequantizeLinear" or "DynamicQuantizeLinear");

    private Dictionary<string, TensorData>? Compute(Node node, Func<string, TensorData?> known)
    {
        using TensorScope scope = TensorScope.Begin();
        var tensors = new Dictionary<string, Tensor>();
        Tensor? Value(string name) => tensors.TryGetValue(name, out Tensor? tensor) ? tensor : known(name) is { } data ? tensors[name] = data.ToTensor() : null;
        Tensor[] results;
        try
        {
            results = NodeRunner.Run(OpRegistry.Find(node)!, new ForwardContext(node, Value, false, RandomKey.FromSeed(0)));
        }
        catch (InvalidInputException)
        {
            // The kernels refuse these types or shapes. The node stays, and says so with its name if it is ever run.
            return null;
        }

        long growth = results.Sum(r => r.ByteSize) - tensors.Values.Sum(t => t.ByteSize);
        return growth > largestGrowth
            ? null
            : node.Outputs.Zip(results).Where(p => p.First.Length > 0).ToDictionary(p => p.First, p => TensorData.From(p.Second));
    }
}
