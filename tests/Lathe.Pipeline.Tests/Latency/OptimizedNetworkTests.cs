using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Models;
using Lathe.Pipeline.Latency;

namespace Lathe.Pipeline.Tests.Latency;

public sealed class OptimizedNetworkTests
{
    [SkippableTheory]
    [InlineData("resnet8")]
    [InlineData("mobilenetv1")]
    [InlineData("ds-cnn")]
    public void Kernels_ChannelsOfWholeBlocks_AccountForEveryMultiplication(string name)
    {
        Runtime.Require();
        ModelGraph graph = ModelZoo.Create(name);

        var network = OptimizedNetwork.Of(graph);

        network.Kernels.Sum(k => k.Config.Macs).ShouldBe(GraphCost.Of(graph).Total.Macs);
        network.Kernels.ShouldAllBe(k => k.Config.Kind != KernelKind.Other && k.Config.WriteElements > 0);
    }

    [SkippableFact]
    public void Kernels_ResidualNetwork_AreWhatTheRuntimeFused()
    {
        Runtime.Require();

        var network = OptimizedNetwork.Of(ModelZoo.Create("resnet8"));

        network.Kernels.GroupBy(k => k.Config.Kind).ToDictionary(g => g.Key, g => g.Count()).ShouldBe(
            new Dictionary<KernelKind, int> { [KernelKind.Stem] = 1, [KernelKind.Convolution] = 6, [KernelKind.Pointwise] = 2, [KernelKind.GlobalPool] = 1, [KernelKind.Reorder] = 1, [KernelKind.View] = 1, [KernelKind.FullyConnected] = 1 }, ignoreOrder: true);
        network.Kernels.Count(k => k.Config.Adds == 1).ShouldBe(3);
    }

    [Fact]
    public void HeldOutZoo_Networks_AreAllDifferentAndKnown()
    {
        HeldOutZoo.Take(HeldOutZoo.Count).Select(n => n.Name).Distinct().Count().ShouldBe(HeldOutZoo.Count);
        HeldOutZoo.Count.ShouldBeGreaterThanOrEqualTo(20);
        Should.Throw<InvalidInputException>(() => HeldOutZoo.Take(HeldOutZoo.Count + 1));
        Should.Throw<InvalidInputException>(() => HeldOutZoo.Take(0));
    }
}
