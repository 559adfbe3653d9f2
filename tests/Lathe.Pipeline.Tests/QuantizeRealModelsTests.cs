using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests;

public class QuantizeRealModelsTests
{
    [SkippableTheory]
    [InlineData("FastestDet.onnx")]
    [InlineData("embedding_model.onnx")]
    [InlineData("light_shufflenet.onnx")]
    [InlineData("light_squeezenet.onnx")]
    [InlineData("opt-mnist.onnx")]
    [InlineData("resnet20_cifar10.onnx")]
    [InlineData("st_mobilenet_v2_0.35_128_tfs_channel_first.onnx")]
    [InlineData("ultraface_RFB-320.onnx")]
    [InlineData("yunet_n_320_320.onnx")]
    public void Quantize_RealModel_RunsInIntegersInOnnxRuntime(string name)
    {
        ModelGraph graph = OnnxModel.Load(RealModels.Require(name));
        using TensorScope scope = TensorScope.Begin();

        ModelGraph quantized = StaticQuantizer.Quantize(graph, [RandomInputs.Make(graph, 1, RandomKey.FromSeed(1))], new QuantizeOptions { Calibration = CalibrationMethod.MinMax });

        byte[] bytes = OnnxModel.ToBytes(quantized);
        string optimized = Path.Combine(Path.GetTempPath(), $"lathe-{Guid.NewGuid():n}.onnx");
        using (OrtSession session = OrtSession.Open(bytes, new OrtSessionOptions { OptimizedModelPath = optimized, OptimizationLevel = 2 }))
        {
            session.Outputs.Count.ShouldBe(graph.Outputs.Length);
        }

        ModelGraph fused = OnnxModel.Load(optimized);
        File.Delete(optimized);
        fused.Nodes.Count(n => n.OpType is "QLinearConv" or "QGemm" or "MatMulInteger" or "QLinearMatMul").ShouldBeGreaterThan(0);
        fused.Nodes.Count(n => n.OpType is "Conv" or "FusedConv").ShouldBeLessThanOrEqualTo(graph.Nodes.Count(n => n.OpType == "Conv") / 4);
    }
}
