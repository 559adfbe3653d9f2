using Lathe.Compression.Pruning;
using Lathe.Compression.Pruning.Criteria;
using Lathe.Graph;
using Lathe.Graph.Coupling;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Pruning;

public class ChannelCriteriaTests
{
    public static TheoryData<string> Names => [.. ChannelCriteria.Names];

    [Fact]
    public void All_AreFoundByBeingThere() =>
        ChannelCriteria.Names.ShouldBe(["activation", "batchnorm", "fisher", "fpgm", "l1", "l2", "random", "taylor"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Prune_ByAnyCriterion_RemovesTheShareAndStillRuns(string criterion)
    {
        ModelGraph graph = Tiny.Net();

        PruneResult result = StructuredPruner.Prune(graph, new PruneOptions { Ratio = 0.5, Criterion = criterion, Global = false }, Evidence(graph));

        (result.Channels, result.Removed).ShouldBe((20, 10));
        result.Graph.Parameters["middle.weight"].Shape.ShouldBe(new Shape(6, 4, 3, 3));
        using var executor = new GraphExecutor(result.Graph);
        Evaluator.Accuracy(executor, Tiny.Data.Validation).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Find_UnknownName_SaysWhichThereAre() => Should.Throw<InvalidInputException>(() => ChannelCriteria.Find("best")).Message.ShouldContain("fpgm");

    [Theory]
    [InlineData("taylor")]
    [InlineData("fisher")]
    [InlineData("activation")]
    public void Prune_WithoutData_SaysWhatIsMissing(string criterion) =>
        Should.Throw<InvalidInputException>(() => StructuredPruner.Prune(Tiny.Net(), new PruneOptions { Criterion = criterion })).Message.ShouldContain("needs data");

    /// <summary>
    /// A change of the loss means the same in every layer: a layer that matters a thousand times less loses channels first. Sizes of weights do
    /// not, and there each layer is compared with itself.
    /// </summary>
    [Theory]
    [InlineData("taylor", null, true)]
    [InlineData("fisher", null, true)]
    [InlineData("taylor", true, false)]
    [InlineData("l2", null, false)]
    [InlineData("l2", false, true)]
    public void Prune_Global_ComparesScoresOfLayersAsTheCriterionAllows(string criterion, bool? normalized, bool raw)
    {
        ModelGraph graph = Tiny.Net();
        ChannelEvidence evidence = Evidence(graph);
        IReadOnlyList<ChannelGroup> groups = ChannelGroups.Find(DependencyGraph.Build(graph));
        var scores = StructuredPruner.Scores(groups, criterion, evidence, !raw).SelectMany((s, g) => s.Select((v, c) => (Label: groups[g].Labels[c], Score: v))).OrderBy(s => s.Score).ToArray();

        PruneResult result = StructuredPruner.Prune(graph, new PruneOptions { Ratio = 0.2, Criterion = criterion, Normalized = normalized, KeepAtLeast = 0 }, evidence);

        PruneResult expected = new(ChannelRemoval.Apply(DependencyGraph.Build(graph), [.. scores.Take(result.Removed).Select(s => s.Label)]), result.Channels, result.Removed);
        result.Removed.ShouldBe(4);
        foreach ((string name, TensorData data) in expected.Graph.Parameters)
        {
            result.Graph.Parameters[name].Bytes.ToArray().ShouldBe(data.Bytes.ToArray(), name);
        }
    }

    /// <summary>The filter in the middle of the others goes first, though it is not the smallest; and the score is the sum of distances.</summary>
    [Fact]
    public void Fpgm_TheFilterNearTheMedian_GoesFirst()
    {
        ModelGraph graph = Tiny.Dense(1, 5);
        float[] weight = new float[5 * 64];
        float[][] centres = [[9, 0], [11, 0], [10, 1], [10, -1], [10, 0]];
        for (int f = 0; f < 5; f++)
        {
            weight[f * 64] = centres[f][0];
            weight[(f * 64) + 1] = centres[f][1];
        }

        graph = graph.With("fc.weight", weight);
        ChannelGroup group = ChannelGroups.Find(DependencyGraph.Build(graph)).Single();
        double[] scores = ChannelCriteria.Find("fpgm").Score([group], new ChannelEvidence(graph))[0];

        scores[4].ShouldBe(4, 1e-6);
        scores[0].ShouldBe(1 + 2 + (2 * Math.Sqrt(2)), 1e-6);
        Array.IndexOf(scores, scores.Min()).ShouldBe(4);
        double[] l2 = ChannelCriteria.Find("l2").Score([group], new ChannelEvidence(graph))[0];
        Array.IndexOf(l2, l2.Min()).ShouldNotBe(4);
    }

    /// <summary>Taylor and Fisher against their sums, taken here one channel at a time.</summary>
    [Fact]
    public void TaylorAndFisher_AreTheirFormulas()
    {
        ModelGraph graph = Tiny.Dense(1, 6);
        ChannelGroup group = ChannelGroups.Find(DependencyGraph.Build(graph)).Single();
        var evidence = new ChannelEvidence(graph, Tiny.Data.Train, 8, RandomKey.FromSeed(2));
        double[] expected = new double[6];
        evidence.ForEachSample(8, gradient =>
        {
            for (int c = 0; c < 6; c++)
            {
                double sum = Product(graph, gradient, "fc.weight", Enumerable.Range(c * 64, 64)) + Product(graph, gradient, "fc.bias", [c]) + Product(graph, gradient, "head.weight", Enumerable.Range(0, SmallNet.Classes).Select(k => (k * 6) + c));
                expected[c] += sum * sum / 2 / 8;
            }
        });

        double[] fisher = ChannelCriteria.Find("fisher").Score([group], evidence)[0], taylor = ChannelCriteria.Find("taylor").Score([group], evidence)[0];

        fisher.Zip(expected).ShouldAllBe(p => Math.Abs(p.First - p.Second) <= 1e-5 * (1 + p.Second));
        for (int c = 0; c < 6; c++)
        {
            double sum = Product(graph, n => evidence.Gradients[n], "fc.weight", Enumerable.Range(c * 64, 64)) + Product(graph, n => evidence.Gradients[n], "fc.bias", [c]) + Product(graph, n => evidence.Gradients[n], "head.weight", Enumerable.Range(0, SmallNet.Classes).Select(k => (k * 6) + c));
            taylor[c].ShouldBe(sum * sum, 1e-6);
        }
    }

    [Fact]
    public void Activation_AChannelThatIsNeverOn_GoesFirst()
    {
        ModelGraph graph = Tiny.Net();
        float[] shift = graph.Values(Shift(graph));
        shift[3] = -100;
        graph = graph.With(Shift(graph), shift);

        PruneResult result = StructuredPruner.Prune(graph, new PruneOptions { Ratio = 1.0 / 20, Criterion = "activation", KeepAtLeast = 0 }, Evidence(graph));

        result.Removed.ShouldBe(1);
        result.Graph.Values(Shift(graph)).ShouldNotContain(-100);
        result.Graph.Values(Shift(graph)).Length.ShouldBe(7);
    }

    private static string Shift(ModelGraph graph) => graph.Nodes.First(n => n.OpType == "BatchNormalization").Inputs[2];

    private static double Product(ModelGraph graph, Func<string, float[]?> gradient, string name, IEnumerable<int> indices) => indices.Sum(i => (double)graph.Values(name)[i] * gradient(name)![i]);

    private static ChannelEvidence Evidence(ModelGraph graph) => new(graph, Tiny.Data.Train, 64, RandomKey.FromSeed(2));
}
