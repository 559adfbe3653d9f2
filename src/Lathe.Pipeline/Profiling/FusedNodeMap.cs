using System.Text.RegularExpressions;
using Lathe.Graph;

namespace Lathe.Pipeline.Profiling;

/// <summary>
/// Says which nodes of a model each node of ONNX Runtime's optimized form stands for. Fusion keeps the name of the value or node
/// it ends in, sometimes with an ending of its own; from there the model is followed back to what other fused nodes make.
/// </summary>
internal sealed partial class FusedNodeMap
{
    private static readonly HashSet<string> s_heavy = ["Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU", "RNN", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger"];
    private readonly ModelGraph _model;
    private readonly GraphIndex _index;
    private readonly Dictionary<string, string> _owners = [];

    private FusedNodeMap(ModelGraph model) => (_model, _index) = (model, new GraphIndex(model));

    /// <summary>The model's nodes behind each optimized node, by its name, in the model's order.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Node>> Of(ModelGraph model, ModelGraph optimized)
    {
        var map = new FusedNodeMap(model);
        foreach (Node node in optimized.Nodes)
        {
            map.Anchor(node);
        }

        foreach (Node node in optimized.Nodes)
        {
            map.FollowBack(node);
        }

        map.AssignRest();
        return model.Nodes.Where(n => map._owners.ContainsKey(n.Name)).GroupBy(n => map._owners[n.Name]).ToDictionary(g => g.Key, g => (IReadOnlyList<Node>)[.. g]);
    }

    [GeneratedRegex("(_nchwc|_nhwc|_token_\\d+)+$")]
    private static partial Regex Endings();

    private void Anchor(Node optimized)
    {
        string bare = Endings().Replace(optimized.Name, "");
        Node? anchor = _index.Producer(bare) ?? optimized.Outputs.Select(_index.Producer).FirstOrDefault(p => p is not null) ?? _model.Nodes.FirstOrDefault(n => n.Name == bare);
        if (anchor is null || anchor.Name == "" || !IsSameKind(optimized, anchor) || !_owners.TryAdd(anchor.Name, optimized.Name))
        {
            return;
        }

        // A blocked convolution also adds its fourth input and activates; its name is that of the value before.
        if (optimized.Domain == "com.microsoft.nchwc" && optimized.Input(3) is not null && Next(anchor, "Add", "Sum") is { } sum)
        {
            _owners.TryAdd(sum.Name, optimized.Name);
            if (optimized.Attributes.Has("activation") && Next(sum, "Relu", "Clip", "Sigmoid", "Tanh", "LeakyRelu", "HardSigmoid") is { } activation)
            {
                _owners.TryAdd(activation.Name, optimized.Name);
            }
        }
    }

    /// <summary>Nodes that only reorder numbers carry the name of what they serve; they stand for nothing in the model.</summary>
    private static bool IsSameKind(Node optimized, Node anchor) =>
        optimized.OpType is not ("ReorderInput" or "ReorderOutput" or "Transpose") || optimized.OpType == anchor.OpType;

    private Node? Next(Node node, params string[] types) => _index.SingleConsumer(node.Outputs[0]) is { } next && types.Contains(next.OpType) ? next : null;

    private void FollowBack(Node optimized)
    {
        var open = new Stack<Node>(_model.Nodes.Where(n => _owners.GetValueOrDefault(n.Name) == optimized.Name));
        while (open.TryPop(out Node? node))
        {
            // What a layer reads was made by the layer before; only its weights may come through nodes of its own.
            IEnumerable<string> inputs = s_heavy.Contains(node.OpType) ? node.Inputs.Skip(1).Concat(node.Inputs.Take(1).Where(IsDequantized)) : node.Inputs;
            foreach (Node before in inputs.Select(_index.Producer).OfType<Node>().Where(b => b.OpType != "QuantizeLinear" && !_owners.ContainsKey(b.Name)))
            {
                _owners[before.Name] = optimized.Name;
                open.Push(before);
            }
        }
    }

    private bool IsDequantized(string value) => _index.Producer(value)?.OpType == "DequantizeLinear";

    /// <summary>What is left belongs to the node that made its data, else to the first that reads it.</summary>
    private void AssignRest()
    {
        foreach (Node node in _model.Nodes.Where(n => !_owners.ContainsKey(n.Name)))
        {
            if (node.Inputs.Select(_index.Producer).OfType<Node>().LastOrDefault(p => _owners.ContainsKey(p.Name)) is { } maker)
            {
                _owners[node.Name] = _owners[maker.Name];
            }
        }

        foreach (Node node in _model.Nodes.Reverse().Where(n => !_owners.ContainsKey(n.Name)))
        {
            if (node.Outputs.SelectMany(_index.Consumers).FirstOrDefault(c => _owners.ContainsKey(c.Name)) is { } reader)
            {
                _owners[node.Name] = _owners[reader.Name];
            }
        }
    }
}
