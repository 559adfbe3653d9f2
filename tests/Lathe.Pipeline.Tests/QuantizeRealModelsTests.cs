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
    [MemberData(nameof(RealModels.Names), MemberType = typeof(RealModels))]
    public void Quantize_RealModel_RunsInIntegersInOnnxRuntime(string name)
    {
        ModelGraph graph = DeployableModel.Load(name);
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
