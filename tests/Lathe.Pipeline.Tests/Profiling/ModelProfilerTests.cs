using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware.Measurement;
using Lathe.Models;
using Lathe.Pipeline.Profiling;

namespace Lathe.Pipeline.Tests.Profiling;

public class ModelProfilerTests
{
    private static readonly ProfileOptions s_quick = new() { Runs = 5, Latency = new LatencyOptions { Rounds = 2, RunsPerRound = 2, WarmUp = 2, WarmUpWindows = 2 } };

    [SkippableTheory]
    [InlineData("resnet8")]
    [InlineData("ds-cnn")]
    [InlineData("lenet-300-100")]
    public void Profile_ZooNetwork_AccountsForEveryMultiplication(string name)
    {
        ModelGraph graph = ModelZoo.Create(name);

        ModelProfile profile = Profile(name, graph);

        profile.Layers.Sum(l => l.Macs).ShouldBe(GraphCost.Of(graph).Total.Macs);
        profile.Layers.Sum(l => l.Share).ShouldBe(1, 1e-6);
        profile.Layers.Where(l => l.Macs > 0).Select(l => l.Name).Order().ShouldBe(graph.Nodes.Where(n => n.OpType is "Conv" or "Gemm" or "MatMul").Select(n => n.Name).Order());
        profile.Float.Count().ShouldBe(profile.Layers.Count(l => l.Macs > 0));
        profile.ProfiledRuns.ShouldBe(5);
    }

    [SkippableFact]
    public void Profile_ResidualBlock_FoldsNormalisationSumAndRectifierIntoTheConvolution()
    {
        ModelProfile profile = Profile("resnet8", ModelZoo.Create("resnet8"));

        profile.Layers.First(l => l.Name == "stage1/block1/conv2").Operators.ShouldBe(["Conv", "BatchNormalization", "Add", "Relu"]);
        profile.Layers.First(l => l.Name == "stage1/block1/conv1").Operators.ShouldBe(["Conv", "BatchNormalization", "Relu"]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Profile_ImpossibleOptions_IsAnError(int batch, int threads) =>
        Should.Throw<InvalidInputException>(() => new ModelProfiler(TimeProvider.System).Profile("x", ModelZoo.Create("resnet8"), null, s_quick with { Batch = batch, Threads = threads })).Message.ShouldContain("at least 1");

    internal static ModelProfile Profile(string name, ModelGraph graph)
    {
        try
        {
            return new ModelProfiler(TimeProvider.System).Profile(name, graph, null, s_quick);
        }
        catch (MissingDependencyException missing)
        {
            Skip.If(true, missing.Message);
            throw;
        }
    }
}
