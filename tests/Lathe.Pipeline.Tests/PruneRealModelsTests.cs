using Lathe.Compression.Pruning;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Onnx;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests;

public class PruneRealModelsTests
{
    [SkippableTheory]
    [InlineData("FastestDet.onnx", 0.7)]
    [InlineData("embedding_model.onnx", 0.6)]
    [InlineData("opt-mnist.onnx", 0.6)]
    [InlineData("resnet20_cifar10.onnx", 0.5)]
    [InlineData("resnet56_cifar10.onnx", 0.5)]
    [InlineData("st_mobilenet_v2_0.35_128_tfs_channel_first.onnx", 0.7)]
    [InlineData("ultraface_RFB-320.onnx", 0.6)]
    [InlineData("yunet_n_320_320.onnx", 0.7)]
    public void Prune_HalfTheChannels_IsSmallerAndEqualInBothEngines(string name, double most)
    {
        ModelGraph graph = OnnxModel.Load(RealModels.Require(name));

        PruneResult result = StructuredPruner.Prune(graph, new PruneOptions { Ratio = 0.5, Global = false });

        result.Removed.ShouldBeGreaterThan(0);
        double left = (double)GraphCost.Of(result.Graph).Total.Macs / GraphCost.Of(graph).Total.Macs;
        left.ShouldBeLessThan(most);
        ModelComparison.Run(result.Graph, null, 1, RandomKey.FromSeed(3)).LargestRelative.ShouldBeLessThan(1e-3);
    }
}
