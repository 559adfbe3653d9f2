using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Rewriting;
using Lathe.Graph.Rewriting.Passes;
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

    [SkippableFact]
    public void Quantize_LayersAroundABranch_RunsInOnnxRuntime()
    {
        ModelGraph graph = OnnxModel.Load(RealModels.Require("silero_vad_16k_op15.onnx"));
        graph = StandardPasses.PrepareForInference.Run(new BindInput("sr", TensorData.Scalar(16000L)).Run(graph));
        graph.Nodes.ShouldContain(n => n.OpType == "If", "the length of the input is open, so one branch is left to choose at run time");
        using TensorScope scope = TensorScope.Begin();

        ModelGraph quantized = StaticQuantizer.Quantize(graph, [RandomInputs.Make(graph, 1, RandomKey.FromSeed(1))], new QuantizeOptions { Calibration = CalibrationMethod.MinMax });

        ModelComparison.Run(quantized, null, 1, RandomKey.FromSeed(2)).LargestRelative.ShouldBeLessThan(5e-2);
    }
}
