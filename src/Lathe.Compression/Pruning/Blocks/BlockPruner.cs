using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Readings;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Pruning.Blocks;

/// <summary>Removes whole residual blocks and transformer parts, one after the other.</summary>
public sealed class BlockPruner : Technique<BlockOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("prune", "blocks")
    {
        Summary = "Remove whole residual blocks, or attention and dense parts of transformer layers; the shortcut takes their place.",
        Paper = "Veit et al. 2016, Residual Networks Behave Like Ensembles, arXiv:1605.06431; Fan et al. 2020, LayerDrop, arXiv:1909.11556",
        Page = "structured-pruning.md#blocks",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the network is another one without its blocks",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, BlockOptions options)
    {
        ModelGraph graph = model.Graph;
        DataSplit samples = context.Data.Train.Take(context.Quick ? Math.Min(128, options.Samples) : options.Samples);
        var rows = new List<IReadOnlyList<object?>>();
        for (int removed = 0; removed < options.Count; removed++)
        {
            var candidates = ResidualBlocks.Find(graph).Select(b => (Block: b, Graph: ResidualBlocks.Remove(graph, b))).Select(c => (c.Block, c.Graph, Loss: Loss(c.Graph, samples))).OrderBy(c => c.Loss).ToList();
            if (candidates.Count == 0)
            {
                throw new InvalidInputException($"Network '{model.Graph.Name}' has {removed} residual blocks whose shortcut keeps the shape, not {options.Count}. Remove fewer, or prune channels.");
            }

            (ResidualBlock block, ModelGraph next, double loss) = candidates[0];
            rows.Add([block.Name, loss, GraphCost.Of(next).Total.Macs]);
            context.Say(FormattableString.Invariant($"removed {block.Name}: loss {loss:0.###} without it, before training"));
            graph = next;
        }

        context.Report(new TechniqueTable("blocks", "Blocks in the order of their removal", ["block", "training loss without it", "MACs left"], rows) { Provenance = "measured on training samples" });
        return model with { Graph = context.Fit(graph, new FitRequest("blocks", 3, 0.02f)), Coded = null };
    }

    private static double Loss(ModelGraph graph, DataSplit samples)
    {
        using var executor = new GraphExecutor(graph);
        return Evaluator.Validate(executor, samples).Loss;
    }
}
