using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Losses;

namespace Lathe.Compression.Gating;

/// <summary>
/// The network while gates are learned: conditional channels are multiplied by their gate, 0 or 1, whose gradient passes as if it were the logistic
/// function of its logit; and a loss that asks gates to open for a share of the inputs.
/// </summary>
internal sealed class GateTraining
{
    private readonly List<Tensor> _open = [];
    private readonly GateOptions _options;

    public GateTraining(ModelGraph graph, IReadOnlyList<GatedBlock> blocks, GateOptions options, RandomKey key)
    {
        _options = options;
        IReadOnlyDictionary<string, TensorType> types = ShapeInference.Run(graph);
        var editor = new GraphEditor(graph);
        Logits = [.. blocks.Select((b, i) => Gate(editor, b, types, $"gate{i + 1}", key.Fold((ulong)i)))];
        Graph = GraphVerifier.Verify(editor.ToGraph());
    }

    /// <summary>The network with gates.</summary>
    public ModelGraph Graph { get; }

    /// <summary>The logits of each block's gate, [N, 1].</summary>
    public IReadOnlyList<string> Logits { get; }

    /// <summary>The nodes that mask channels in training, by the name of their gate.</summary>
    public static IEnumerable<string> Masking(string name) => [name + "/gate", name + "/part", name + "/mask", name + "/masked"];

    /// <summary>The forward hooks: logits become 0 or 1.</summary>
    public RunOptions Hooks => new() { Transform = Harden, Watched = Logits.ToHashSet() };

    /// <summary>Cross-entropy (or the squared error) and the penalty on gates.</summary>
    public ILoss Loss(bool classes) => new GateLoss(this, classes ? new CrossEntropyLoss() : new MeanSquaredLoss());

    private static string Gate(GraphEditor editor, GatedBlock block, IReadOnlyDictionary<string, TensorType> types, string name, RandomKey key)
    {
        string inner = block.Last.Inputs[0], logits = GateNetwork.Add(editor, block.Block.Shortcut, types[block.Block.Shortcut].Shape, name, key);
        int rank = types[inner].Shape.Rank, channels = types[inner].Shape[1];
        float[] conditional = new float[channels], always = new float[channels];
        Array.Fill(always, 1);
        foreach (int channel in block.Conditional)
        {
            (conditional[channel], always[channel]) = (1, 0);
        }

        var shape = new Shape([1, channels, .. Enumerable.Repeat(1, rank - 2)]);
        string gate = rank == 2 ? logits : editor.Add("Reshape", [logits, editor.AddParameter(name + ".shape", TensorData.Integers([-1, .. Enumerable.Repeat(1L, rank - 1)]))], name: name + "/gate").Outputs[0];
        string part = editor.Add("Mul", [gate, editor.AddParameter(name + ".conditional", TensorData.From<float>(conditional, shape))], name: name + "/part").Outputs[0];
        string mask = editor.Add("Add", [part, editor.AddParameter(name + ".always", TensorData.From<float>(always, shape))], name: name + "/mask").Outputs[0];
        Node masked = editor.Add("Mul", [inner, mask], name: name + "/masked");
        editor.Replace(editor.Nodes.First(n => n.Name == block.Last.Name), block.Last with { Inputs = block.Last.Inputs.SetItem(0, masked.Outputs[0]) });
        return logits;
    }

    private Tensor Harden(Node node, string name, Tensor logits)
    {
        if (!Logits.Contains(name))
        {
            return logits;
        }

        Tensor gate = HardGate.Apply(logits);
        logits.Dispose();
        if (GradientTape.Current is not null)
        {
            // The gate itself dies with its last reader, before the loss.
            _open.Add(Functions.Affine(gate, 1, 0));
        }

        return gate;
    }

    private sealed class GateLoss(GateTraining training, ILoss task) : ILoss
    {
        public string Description => $"{task.Description} and gates open for {training._options.Open} by {training._options.Strength}";

        public Tensor Compute(Tensor input, Tensor logits, Tensor labels)
        {
            Tensor loss = task.Compute(input, logits, labels);
            foreach (Tensor gate in training._open)
            {
                Tensor off = Functions.Affine(Functions.Mean(gate, []), 1, (float)-training._options.Open);
                loss = Functions.Add(loss, Functions.Affine(Functions.Multiply(off, off), training._options.Strength, 0));
            }

            training._open.Clear();
            return loss;
        }
    }
}
