using Lathe.Compression.Pruning;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Graph.Rewriting;
using Lathe.Onnx;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests;

/// <summary>What the standard passes make of real models, in ONNX Runtime.</summary>
public class RewriteRealModelsTests
{
    [SkippableTheory]
    [MemberData(nameof(RealModels.Names), MemberType = typeof(RealModels))]
    public void PrepareForInference_ExportedToOnnxRuntime_EqualsTheOriginalHere(string name)
    {
        ModelGraph graph = OnnxModel.Load(RealModels.Require(name));

        byte[] prepared = OnnxModel.ToBytes(StandardPasses.PrepareForInference.Run(graph));

        ModelComparison.Run(graph, prepared, 1, RandomKey.FromSeed(4)).LargestRelative.ShouldBeLessThan(1e-3);
    }

    [SkippableTheory]
    [InlineData("hey_rhasspy_v0.1.onnx", 0.6)]
    [InlineData("light_shufflenet.onnx", 0.8)]
    [InlineData("light_squeezenet.onnx", 0.5)]
    [InlineData("silero_vad_16k_op15.onnx", 0.75)]
    [InlineData("ultraface_RFB-320.onnx", 0.6)]
    [InlineData("st_mobilenet_v2_0.35_128_tfs_channel_first.onnx", 0.7)]
    public void Prune_CanonicalGraph_IsSmallerAndEqualInBothEngines(string name, double most)
    {
        ModelGraph graph = DeployableModel.Load(name);

        PruneResult result = StructuredPruner.Prune(graph, new PruneOptions { Ratio = 0.5, Global = false });

        ((double)GraphCost.Of(result.Graph).Total.Macs / GraphCost.Of(graph).Total.Macs).ShouldBeLessThan(most);
        ModelComparison.Run(result.Graph, null, 1, RandomKey.FromSeed(5)).LargestRelative.ShouldBeLessThan(1e-3);
    }
}
