using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;
using Lathe.Graph.Rewriting;

namespace Lathe.Onnx.Tests;

public class RealModelTests
{
    [SkippableTheory]
    [MemberData(nameof(RealModels.Names), MemberType = typeof(RealModels))]
    public void Load_RealModel_RunsAndSurvivesRoundTrip(string name)
    {
        ModelGraph graph = OnnxModel.Load(RealModels.Require(name));

        OpRegistry.Unsupported(graph).Select(n => n.Describe()).ShouldBeEmpty();
        IReadOnlyDictionary<string, TensorType> types = ShapeInference.Run(graph);
        graph.Outputs.ShouldAllBe(o => types.ContainsKey(o.Name));

        ModelGraph again = OnnxModel.Parse(OnnxModel.ToBytes(graph));
        GraphPrinter.Print(again).ShouldBe(GraphPrinter.Print(graph));
        GraphCost.Of(again).Total.Macs.ShouldBe(GraphCost.Of(graph).Total.Macs);
    }

    [SkippableTheory]
    [InlineData("embedding_model.onnx", "f32[unk__314, 1, 1, 96]")]
    [InlineData("resnet20_cifar10.onnx", "f32[N, 10]")]
    [InlineData("st_mobilenet_v2_0.35_128_tfs_channel_first.onnx", "f32[unk__608, 5]")]
    [InlineData("silero_vad_16k_op15.onnx", "f32[batch, 1]")]
    [InlineData("light_shufflenet.onnx", "f32[1, 1000]")]
    public void SymbolicShapes_RealModel_KeepTheBatchThroughPassesAndExport(string name, string output)
    {
        ModelGraph graph = OnnxModel.Load(RealModels.Require(name));
        ModelGraph exported = OnnxModel.Parse(OnnxModel.ToBytes(StandardPasses.PrepareForInference.Run(graph)));

        SymbolicShapes.Read(graph).Describe(graph.Outputs[0].Name).ShouldBe(output);
        SymbolicShapes shapes = SymbolicShapes.Read(exported);
        shapes.Describe(exported.Outputs[0].Name).ShouldBe(output);
        shapes.Rigid.ShouldBeEmpty();
    }
}
