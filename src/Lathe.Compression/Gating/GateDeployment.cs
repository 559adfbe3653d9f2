using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Rewriting.Passes;
using Lathe.Tensors;

namespace Lathe.Compression.Gating;

/// <summary>
/// The network as it is deployed: the base channels of a block are always computed, the conditional ones inside an If that runs them only when a gate of
/// the batch is open. For a batch of one that skips their work; in a larger batch samples with a closed gate are multiplied by zero.
/// </summary>
internal static class GateDeployment
{
    private const long FloatCode = 1;

    /// <summary>Writes the Ifs.</summary>
    /// <param name="gated">The network with gates, trained.</param>
    /// <param name="blocks">Its blocks before gates were added.</param>
    /// <param name="logits">The logits of each block's gate.</param>
    public static ModelGraph Write(ModelGraph gated, IReadOnlyList<GatedBlock> blocks, IReadOnlyList<string> logits)
    {
        var editor = new GraphEditor(gated);
        for (int i = 0; i < blocks.Count; i++)
        {
            Replace(editor, blocks[i] with { Branch = blocks[i].Branch with { Parameters = blocks[i].Branch.Parameters.SetItems(gated.Parameters.Where(p => blocks[i].Branch.Parameters.ContainsKey(p.Key))) } }, logits[i], $"gate{i + 1}");
        }

        return GraphVerifier.Verify(new RemoveDeadNodes().Run(editor.ToGraph()));
    }

    private static void Replace(GraphEditor editor, GatedBlock block, string logits, string name)
    {
        string output = block.Last.Outputs[0];
        HashSet<string> replaced = [.. block.Block.Branch.Select(n => n.Name), .. GateTraining.Masking(name)];
        foreach (Node node in editor.Nodes.Where(n => replaced.Contains(n.Name)).ToArray())
        {
            editor.Remove(node);
        }

        string basis = Splice(editor, block.Part(conditional: false), block, name);
        string zero = editor.AddParameter(name + ".zero", TensorData.Scalar(0f));
        string most = editor.Add("ReduceMax", [logits], AttributeMap.Empty.With("keepdims", 0), name + "/most").Outputs[0];
        string open = editor.Add("Greater", [most, zero], name: name + "/open").Outputs[0];
        AttributeMap branches = AttributeMap.Empty.With("then_branch", Rest(block, logits, basis, name)).With("else_branch", Nothing(basis, name));
        editor.Add(new Node(editor.Fresh(name + "/if"), "If", [open], [output], branches));
    }

    // The base part keeps the bias; its values get names of their own, as the rest has the same nodes.
    private static string Splice(GraphEditor editor, ModelGraph part, GatedBlock block, string name)
    {
        foreach ((string parameter, TensorData data) in part.Parameters)
        {
            editor.SetParameter(parameter + "@" + name, data);
        }

        foreach (Node node in part.Nodes)
        {
            editor.Add(Rename(node, block.Block.Shortcut, "@" + name));
        }

        return block.Last.Outputs[0] + "@" + name;
    }

    private static ModelGraph Rest(GatedBlock block, string logits, string basis, string name)
    {
        ModelGraph part = block.Part(conditional: true);
        string suffix = "@" + name + "/rest", last = block.Last.Outputs[0] + suffix;
        int rank = part.Outputs[0].Shape!.Value.Length;
        var parameters = part.Parameters.ToDictionary(p => p.Key + suffix, p => p.Value);
        parameters["zero" + suffix] = TensorData.Scalar(0f);
        parameters["shape" + suffix] = TensorData.Integers([-1, .. Enumerable.Repeat(1L, rank - 1)]);
        Node[] layers = [.. part.Nodes.Select(n => n.Name == block.Last.Name ? n with { Inputs = [.. n.Inputs.Take(2)] } : n).Select(n => Rename(n, block.Block.Shortcut, suffix))];
        Node[] gate =
        [
            new("open" + suffix, "Greater", [logits, "zero" + suffix], ["open-value" + suffix], AttributeMap.Empty),
            new("cast" + suffix, "Cast", ["open-value" + suffix], ["cast-value" + suffix], AttributeMap.Empty.With("to", FloatCode)),
            new("shape-node" + suffix, "Reshape", ["cast-value" + suffix, "shape" + suffix], ["gate" + suffix], AttributeMap.Empty),
            new("mul" + suffix, "Mul", [last, "gate" + suffix], ["gated" + suffix], AttributeMap.Empty),
            new("add" + suffix, "Add", [basis, "gated" + suffix], ["sum" + suffix], AttributeMap.Empty),
        ];
        HashSet<string> read = [.. layers.Concat(gate).SelectMany(n => n.Inputs)];
        return Body("rest" + suffix, [.. layers, .. gate], "sum" + suffix, parameters.Where(p => read.Contains(p.Key)).ToImmutableDictionary());
    }

    private static ModelGraph Nothing(string basis, string name) =>
        Body("nothing@" + name, [new Node("pass@" + name, "Identity", [basis], ["passed@" + name], AttributeMap.Empty)], "passed@" + name, ImmutableDictionary<string, TensorData>.Empty);

    private static ModelGraph Body(string name, Node[] nodes, string output, ImmutableDictionary<string, TensorData> parameters) => new()
    {
        Name = name,
        Inputs = [],
        Outputs = [new ValueInfo(output, DType.Float32, null)],
        Nodes = [.. nodes],
        Parameters = parameters,
    };

    private static Node Rename(Node node, string shortcut, string suffix) => node with
    {
        Name = node.Name + suffix,
        Inputs = [.. node.Inputs.Select(i => i.Length == 0 || i == shortcut ? i : i + suffix)],
        Outputs = [.. node.Outputs.Select(o => o.Length == 0 ? o : o + suffix)],
    };
}
