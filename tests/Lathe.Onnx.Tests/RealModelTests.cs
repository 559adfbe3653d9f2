using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;

namespace Lathe.Onnx.Tests;

public class RealModelTests
{
    public static TheoryData<string> Models =>
    [
        "FastestDet.onnx", "embedding_model.onnx", "hey_rhasspy_v0.1.onnx", "light_shufflenet.onnx", "light_squeezenet.onnx", "opt-mnist.onnx",
        "resnet20_cifar10.onnx", "resnet56_cifar10.onnx", "silero_vad_16k_op15.onnx", "st_mobilenet_v2_0.35_128_tfs_channel_first.onnx", "ultraface_RFB-320.onnx", "yunet_n_320_320.onnx",
    ];

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Load_RealModel_RunsAndSurvivesRoundTrip(string name)
    {
        ModelGraph graph = OnnxModel.Load(TestData.Require(Path.Combine("onnx", name)));

        OpRegistry.Unsupported(graph).Select(n => n.Describe()).ShouldBeEmpty();
        IReadOnlyDictionary<string, TensorType> types = ShapeInference.Run(graph);
        graph.Outputs.ShouldAllBe(o => types.ContainsKey(o.Name));

        ModelGraph again = OnnxModel.Parse(OnnxModel.ToBytes(graph));
        GraphPrinter.Print(again).ShouldBe(GraphPrinter.Print(graph));
        GraphCost.Of(again).Total.Macs.ShouldBe(GraphCost.Of(graph, types).Total.Macs);
    }
}
