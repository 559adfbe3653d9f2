using Lathe.Compression.Quantization.Training.Deployment;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Training.Loops;

namespace Lathe.Compression.Quantization.Training;

/// <summary>The mean squared quantization error of every weight before training and after each epoch: whether weights move to their codes.</summary>
internal sealed class QuantizationErrorCurve(ModelGraph graph) : ITrainingCallback
{
    private readonly List<IReadOnlyList<object?>> _rows = [];

    /// <inheritdoc/>
    public void Started(TrainingContext context) => Read(context);

    /// <inheritdoc/>
    public void EpochEnded(TrainingContext context, EpochResult result) => Read(context);

    /// <summary>The curve as a table.</summary>
    public TechniqueTable Table() => new("msqe", "Quantization error of weights over training", ["epoch", "weight", "error over power"], _rows)
    {
        Chart = new TableChart("epoch", ["error over power"]) { Series = "weight", Logarithmic = true },
        Provenance = "counted: mean squared distance of the trained weights to their codes, over their mean square",
    };

    private void Read(TrainingContext context)
    {
        ModelGraph now = context.Parameters.Snapshot(graph);
        foreach (Node node in graph.Nodes.Where(n => QuantizerOp.Is(n) && graph.Parameters.ContainsKey(n.Inputs[0])))
        {
            float[] weights = now.Parameters[node.Inputs[0]].ToFloats(), codes = WeightSnapping.Evaluate(node, now).ToFloats();
            double error = weights.Zip(codes, (w, c) => ((double)w - c) * (w - c)).Sum(), power = weights.Sum(w => (double)w * w);
            _rows.Add([context.History.Count, node.Inputs[0], power == 0 ? 0 : error / power]);
        }
    }
}
