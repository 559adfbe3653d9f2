using Lathe.Compression.Quantization;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Training.Data;

namespace Lathe.Compression.Gating;

/// <summary>Lets each input decide which channels it needs.</summary>
public sealed class ChannelGating : Technique<GateOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("gate", "channels")
    {
        Summary = "Compute part of the channels of residual blocks only for inputs whose gate opens; the deployed graph skips the rest.",
        Paper = "Hua et al. 2019, Channel Gating Neural Networks, arXiv:1805.12549; Veit and Belongie 2018, arXiv:1711.11503",
        Page = "dynamic-gating.md#channels",
        Trains = true,
        Keeps = WeightForms.None,
        Loses = "normalisation is folded and blocks are taken apart",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, GateOptions options)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(model.Graph);
        IReadOnlyList<GatedBlock> blocks = GatedBlock.Find(prepared, options.Share);
        if (blocks.Count == 0)
        {
            throw new InvalidInputException($"Network '{model.Graph.Name}' has no residual block whose inner channels could wait for a gate: gates need a shortcut that keeps the shape, and a branch that ends in a convolution or dense layer.");
        }

        var training = new GateTraining(prepared, blocks, options, context.Key);
        ModelGraph trained = context.Fit(training.Graph, new FitRequest("gate", 3, 0.01f) { Run = training.Hooks, Loss = training.Loss(context.Data.Classes > 0) });
        ModelGraph deployed = GateDeployment.Write(trained, blocks, training.Logits);
        Report(context, deployed, blocks, training.Logits);
        return model with { Graph = deployed, Coded = null };
    }

    private static void Report(TechniqueContext context, ModelGraph deployed, IReadOnlyList<GatedBlock> blocks, IReadOnlyList<string> logits)
    {
        DataSplit data = context.Data.Validation;
        bool[][] open = GateReading.Open(deployed, logits, data);
        long[] savings = GateReading.Savings(blocks);

        // Counted inside branches, whichever of them ran on zeros: all of it is the base and every conditional part.
        long whole = GraphCost.Of(deployed).Total.Macs - BodyMacs(deployed) + savings.Sum();
        double[] each = [.. open.Select(o => 1 - ((double)savings.Where((_, i) => !o[i]).Sum() / whole))];
        context.Say(FormattableString.Invariant($"{blocks.Count} gates; an input takes {each.Average():P1} of the MACs on average, {each.Min():P1} at least and {each.Max():P1} at most ({each.Length} validation samples)"));
        context.Report(new TechniqueTable("gates", "Gates", ["block", "open for share of inputs", "MACs it saves when closed"], [.. blocks.Select((b, i) => (IReadOnlyList<object?>)[b.Block.Name, open.Average(o => o[i] ? 1.0 : 0), savings[i]])]) { Provenance = "measured on validation samples; MACs counted" });
        context.Report(new TechniqueTable("gate-savings", "Work per input", ["open gates", "inputs", "share of all MACs"], [.. open.Zip(each).GroupBy(o => o.First.Count(v => v)).OrderBy(g => g.Key).Select(g => (IReadOnlyList<object?>)[g.Key, g.Count(), g.Average(o => o.Second)])])
        {
            Chart = new TableChart("open gates", ["inputs"]) { Bars = true },
            Provenance = "measured on validation samples; MACs counted",
        });
    }

    private static long BodyMacs(ModelGraph graph) => GraphCost.Of(graph).Nodes.Where(n => n.Node.OpType == "If").Sum(n => n.Cost.Macs);
}
