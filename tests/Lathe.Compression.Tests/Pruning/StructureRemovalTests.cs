using Lathe.Compression.Pruning;
using Lathe.Compression.Pruning.Blocks;
using Lathe.Compression.Pruning.Heads;
using Lathe.Compression.Pruning.MorphNet;
using Lathe.Compression.Pruning.Slimming;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Coupling;
using Lathe.Graph.Execution;
using Lathe.Graph.Readings;
using Lathe.Models;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Pruning;

public class StructureRemovalTests
{
    [Theory]
    [InlineData("taylor")]
    [InlineData("fisher")]
    [InlineData("random")]
    public void Heads_HalfOfThem_LeaveSmallerProjectionsAndAWholeNetwork(string criterion)
    {
        ModelGraph graph = Transformer();

        ModelGraph pruned = Tiny.Trial(1).Run(new HeadPruner(), graph, new HeadOptions { Criterion = criterion, Global = false }).Graph;

        foreach (string layer in new[] { "layer1", "layer2" })
        {
            pruned.Parameters[$"{layer}/attention/query.weight"].Shape.ShouldBe(new Shape(8, 16));
            pruned.Parameters[$"{layer}/attention/value.weight"].Shape.ShouldBe(new Shape(8, 16));
            pruned.Parameters[$"{layer}/attention/output.weight"].Shape.ShouldBe(new Shape(16, 8));
        }

        Run(pruned).Length.ShouldBe(2 * SmallNet.Classes);
    }

    /// <summary>Removing a head is the same as cutting its outputs off: the result equals the whole network with that head's part of the output projection at zero.</summary>
    [Fact]
    public void Heads_Removed_EqualHeadsThatAreCutOff()
    {
        ModelGraph graph = Transformer();
        float[] output = graph.Values("layer1/attention/output.weight");
        for (int row = 0; row < 16; row++)
        {
            output.AsSpan((row * 16) + 4, 4).Clear();
        }

        graph = graph.With("layer1/attention/output.weight", output);
        float[] query = graph.Values("layer1/attention/query.weight"), key = graph.Values("layer1/attention/key.weight"), value = graph.Values("layer1/attention/value.weight");
        foreach (float[] projection in new[] { query, key, value })
        {
            projection.AsSpan(4 * 16, 4 * 16).Fill(1e-4f);
        }

        graph = graph.With("layer1/attention/query.weight", query).With("layer1/attention/key.weight", key).With("layer1/attention/value.weight", value);

        PruneResult cut = StructuredPruner.Prune(graph, new PruneOptions { Ratio = 1.0 / 8, Criterion = "l1", KeepAtLeast = 0 }, null, AttentionHeads.Find);

        (cut.Channels, cut.Removed).ShouldBe((8, 1));
        cut.Graph.Parameters["layer1/attention/query.weight"].Shape.ShouldBe(new Shape(12, 16));
        Run(cut.Graph).Zip(Run(graph)).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-4);
    }

    [Fact]
    public void Heads_OfAConvolutionalNetwork_AreRefused() =>
        Should.Throw<InvalidInputException>(() => Tiny.Trial(0).Run(new HeadPruner(), Tiny.Net(), new HeadOptions())).Message.ShouldContain("no attention layer");

    [Fact]
    public void Blocks_OfATransformer_AreItsPartsAndRemovingOneGivesTheShortcut()
    {
        ModelGraph graph = Transformer();

        IReadOnlyList<ResidualBlock> blocks = ResidualBlocks.Find(graph);

        blocks.Count.ShouldBe(4);
        blocks.Count(b => b.Name.Contains("attention", StringComparison.Ordinal)).ShouldBe(2);
        foreach (ResidualBlock block in blocks)
        {
            // Cut off where it joins: the last layer of a branch at zero makes the branch zero, as if it were not there.
            ModelGraph removed = ResidualBlocks.Remove(graph, block);
            Node last = block.Branch.First(n => n.Outputs[0] == block.Sum.Inputs.First(i => i != block.Shortcut));
            ModelGraph cut = graph.With(last.Inputs[1], new float[graph.Parameters[last.Inputs[1]].Count]).With(last.Inputs[2], new float[graph.Parameters[last.Inputs[2]].Count]);
            Run(removed).Zip(Run(cut)).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-4);
            removed.Nodes.Length.ShouldBe(graph.Nodes.Length - block.Branch.Count - 1);
            removed.Parameters.Count.ShouldBeLessThan(graph.Parameters.Count);
        }
    }

    [Fact]
    public void Blocks_OfAResNet_AreThoseWhoseShortcutKeepsTheShape()
    {
        ModelGraph graph = ModelZoo.Create("resnet20", new ModelOptions { Classes = 4, Input = [1, 12, 12], Width = 0.25 });

        ResidualBlocks.Find(graph).Count.ShouldBe(7);
        ModelGraph pruned = new Trial { AskedEpochs = 0 }.Run(new BlockPruner(), graph, new BlockOptions { Count = 3, Samples = 64 }).Graph;
        ResidualBlocks.Find(pruned).Count.ShouldBe(4);
        (GraphCost.Of(pruned).Total.Macs / (double)GraphCost.Of(graph).Total.Macs).ShouldBeLessThan(0.75);
        Should.Throw<InvalidInputException>(() => new Trial { AskedEpochs = 0 }.Run(new BlockPruner(), SmallNet.Create(), new BlockOptions { Count = 2 })).Message.ShouldContain("1 residual blocks");
    }

    [Fact]
    public void Slimming_ThePenalty_DrivesScalesToZeroAndTheSmallestGo()
    {
        ModelGraph start = Tiny.Net();
        string gamma = start.Nodes.First(n => n.OpType == "BatchNormalization").Inputs[1];
        double Mean(ModelGraph graph) => graph.Values(gamma).Average(Math.Abs);
        var plain = Tiny.Trial(6).Fit(start, new Lathe.Compression.Techniques.FitRequest("a", 6, 0.05f));
        var penalised = Tiny.Trial(6).Fit(start, new Lathe.Compression.Techniques.FitRequest("a", 6, 0.05f) { Callbacks = [ScalePenalty.Uniform([(gamma, 8)], 0.05f)] });

        Mean(penalised).ShouldBeLessThan(Mean(plain) * 0.7);
        ModelGraph slim = Tiny.Trial(2).Run(new SlimmingPruner(), start, new SlimmingOptions { Ratio = 0.5, Strength = 0.01f }).Graph;
        (slim.Parameters["stem.weight"].Shape[0] + slim.Parameters["middle.weight"].Shape[0]).ShouldBe(10);
    }

    /// <summary>The price of a channel is what the whole cost falls by when it is removed, coupled layers included.</summary>
    [Theory]
    [InlineData(MorphResource.Macs)]
    [InlineData(MorphResource.Size)]
    public void MorphNet_ThePriceOfAChannel_IsWhatItsRemovalSaves(MorphResource resource)
    {
        ModelGraph graph = SmallNet.Create(0.25);
        DependencyGraph dependencies = DependencyGraph.Build(graph);
        var model = new ResourceModel(dependencies, resource);
        ChannelGroup[] groups = [.. ChannelGroups.Find(dependencies)];
        double Read(ModelGraph g) => resource == MorphResource.Macs ? GraphCost.Of(g).Nodes.Where(n => n.Node.OpType is "Conv" or "Gemm").Sum(n => n.Cost.Macs)
            : g.Nodes.Where(n => n.OpType is "Conv" or "Gemm").Sum(n => (double)g.Parameters[n.Inputs[1]].Count);

        model.Cost(_ => true).ShouldBe(Read(graph), Read(graph) * 1e-9);
        IReadOnlyDictionary<int, double> prices = model.Prices([.. groups.SelectMany(g => g.Labels)], _ => true);
        foreach (ChannelGroup group in groups)
        {
            int label = group.Labels[0];
            double saved = Read(graph) - Read(ChannelRemoval.Apply(dependencies, [label])), twice = model.Cost(_ => true) - model.Cost(l => l != label);
            twice.ShouldBe(saved, 1e-6 * saved);

            // Where a channel is both made and read by one layer the product bends: the derivative is a little more than the difference.
            prices[label].ShouldBeInRange(saved * (1 - 1e-9), saved * 1.3);
        }
    }

    [Fact]
    public void MorphNet_Apply_RemovesDearChannelsFirst()
    {
        ModelGraph start = Tiny.Net();

        ModelGraph morphed = Tiny.Trial(8).Run(new MorphNetPruner(), start, new MorphNetOptions { Strength = 0.08f, Threshold = 0.3f }).Graph;

        (GraphCost.Of(morphed).Total.Macs / (double)GraphCost.Of(start).Total.Macs).ShouldBeLessThan(0.95);
        morphed.Parameters["stem.weight"].Shape[0].ShouldBeGreaterThan(0);
    }

    private static float[] Run(ModelGraph graph)
    {
        using TensorScope scope = TensorScope.Begin();
        float[] values = new float[128];
        RandomKey.FromSeed(3).FillNormal(values);
        using var executor = new GraphExecutor(graph);
        return executor.Run(Tensor.From<float>(values, new Shape(2, 1, 8, 8))).ToArray<float>();
    }

    // Patches of 2 x 2, two layers of four heads, width 16.
    private static ModelGraph Transformer()
    {
        var b = new GraphBuilder("vit", RandomKey.FromSeed(8));
        string x = b.Conv(b.Input("input", DType.Float32, 1, 8, 8), 16, 2, 2, 0, bias: true, name: "patches");
        x = b.Reshape(b.Transpose(b.Reshape(x, 16, -1, 16, 16), 16, 0, 2, 1), 16, -1, 16);
        x = b.TransformerLayer(b.TransformerLayer(x, 16, 4, 32, 0, "layer1"), 16, 4, 32, 0, "layer2");
        x = b.Reshape(b.LayerNorm(x, "last"), 16, -1, 16, 16);
        return b.Build(b.Linear(b.Mean(x, 1, 16), SmallNet.Classes, "head"), "logits", "N", SmallNet.Classes);
    }
}
