using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests;

public class VerifyRealModelsTests
{
    [SkippableTheory]
    [InlineData("FastestDet.onnx")]
    [InlineData("embedding_model.onnx")]
    [InlineData("hey_rhasspy_v0.1.onnx")]
    [InlineData("light_shufflenet.onnx")]
    [InlineData("light_squeezenet.onnx")]
    [InlineData("opt-mnist.onnx")]
    [InlineData("resnet20_cifar10.onnx")]
    [InlineData("resnet56_cifar10.onnx")]
    [InlineData("silero_vad_16k_op15.onnx")]
    [InlineData("st_mobilenet_v2_0.35_128_tfs_channel_first.onnx")]
    [InlineData("ultraface_RFB-320.onnx")]
    [InlineData("yunet_n_320_320.onnx")]
    public void Run_RealModel_AgreesWithOnnxRuntime(string name)
    {
        string path = TestData.Require(Path.Combine("onnx", name));
        ModelGraph graph = OnnxModel.Load(path);

        ModelComparison.Run(graph, File.ReadAllBytes(path), 1, RandomKey.FromSeed(1)).LargestRelative.ShouldBeLessThan(1e-3);
        ModelComparison.Run(graph, null, 1, RandomKey.FromSeed(2)).LargestRelative.ShouldBeLessThan(1e-3);
    }
}
