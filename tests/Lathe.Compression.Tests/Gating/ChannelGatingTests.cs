using Lathe.Compression.Gating;
using Lathe.Compression.Quantization;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Readings;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Gating;

public class ChannelGatingTests
{
    /// <summary>With gates open the deployed network is the original; closed it is the original without the conditional channels; and then it does less.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_OpenOrClosed_IsTheNetworkWithOrWithoutTheChannels(bool open)
    {
        ModelGraph graph = StaticQuantizer.Prepare(SmallNet.Create());
        IReadOnlyList<GatedBlock> blocks = GatedBlock.Find(graph, 0.5);
        blocks.Count.ShouldBe(1);
        var training = new GateTraining(graph, blocks, new GateOptions(), RandomKey.FromSeed(1));
        ModelGraph set = training.Graph.With("gate1.weight", new float[training.Graph.Parameters["gate1.weight"].Count]).With("gate1.bias", [open ? 1 : -1]);

        ModelGraph deployed = GateDeployment.Write(set, blocks, training.Logits);

        Node last = blocks[0].Last;
        float[] weight = graph.Values(last.Inputs[1]);
        Shape shape = graph.Parameters[last.Inputs[1]].Shape;
        int inner = shape.Product(2, 4);
        for (int i = 0; i < weight.Length; i++)
        {
            weight[i] = open || !blocks[0].Conditional.Contains(i / inner % shape[1]) ? weight[i] : 0;
        }

        float[] expected = Run(graph.With(last.Inputs[1], weight), SmallNet.Samples(4)), actual = Run(deployed, SmallNet.Samples(4));
        actual.Zip(expected).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-3);
        deployed.Nodes.Count(n => n.OpType == "If").ShouldBe(1);
        (GraphCost.Of(deployed).Total.Macs < 0.95 * GraphCost.Of(graph).Total.Macs).ShouldBe(!open);
    }

    /// <summary>A sample gets the same answer alone, where the work of closed gates is skipped, as in a batch where others need it.</summary>
    [Fact]
    public void Write_GatesThatDiffer_GiveEachSampleTheSameAloneAndInABatch()
    {
        ModelGraph graph = StaticQuantizer.Prepare(SmallNet.Create());
        IReadOnlyList<GatedBlock> blocks = GatedBlock.Find(graph, 0.5);
        var training = new GateTraining(graph, blocks, new GateOptions(), RandomKey.FromSeed(1));
        ModelGraph deployed = GateDeployment.Write(Centred(training, SmallNet.Samples(16)), blocks, training.Logits);
        using Tensor batch = SmallNet.Samples(16);
        float[] together = Run(deployed, batch), pixels = batch.ToArray<float>();
        int size = SmallNet.Size * SmallNet.Size;

        for (int n = 0; n < 16; n++)
        {
            float[] alone = Run(deployed, Tensor.From<float>(pixels.AsSpan(n * size, size), new Shape(1, 1, SmallNet.Size, SmallNet.Size)));
            alone.Zip(together.AsSpan(n * SmallNet.Classes, SmallNet.Classes).ToArray()).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-3);
        }

        bool[] open = [.. GateReading.Open(deployed, training.Logits, Trial.Images.Validation).Select(o => o[0])];
        open.Length.ShouldBe(Trial.Images.Validation.Count);
    }

    [Fact]
    public void Apply_GatesOpenForAboutTheShareAskedForAndTheTrainedNetworkIsTheDeployedOne()
    {
        var trial = new Trial { AskedEpochs = 4 };

        ModelGraph gated = trial.Run(new ChannelGating(), SmallNet.Create(), new GateOptions { Open = 0.4, Strength = 4 }).Graph;

        TechniqueTable gates = trial.Tables.Single(t => t.Name == "gates"), savings = trial.Tables.Single(t => t.Name == "gate-savings");
        ((double)gates.Rows[0][1]!).ShouldBeInRange(0.1, 0.75);
        savings.Rows.Sum(r => (int)r[1]!).ShouldBe(Trial.Images.Validation.Count);
        gated.Nodes.Count(n => n.OpType == "If").ShouldBe(1);
    }

    [Fact]
    public void Apply_ANetworkWithoutShortcuts_IsRefused() =>
        Should.Throw<InvalidInputException>(() => Tiny.Trial(0).Run(new ChannelGating(), Tiny.Net(), new GateOptions())).Message.ShouldContain("no residual block");

    // The bias at the middle of the logits: about half of the samples open.
    private static ModelGraph Centred(GateTraining training, Tensor samples)
    {
        float[] logits = [];
        using var executor = new GraphExecutor(training.Graph);
        using TensorScope scope = TensorScope.Begin();
        executor.Run(samples, new RunOptions { Fuse = false, Observe = (_, name, value) => logits = name == training.Logits[0] ? value.ToArray<float>() : logits });
        float middle = logits.Order().ElementAt(logits.Length / 2);
        return training.Graph.With("gate1.bias", [0.5f - middle]);
    }

    private static float[] Run(ModelGraph graph, Tensor input)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        return executor.Run(input).ToArray<float>();
    }
}
