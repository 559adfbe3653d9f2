using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;

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
        GraphCost.Of(again).Total.Macs.ShouldBe(GraphCost.Of(graph, types).Total.Macs);
    }
}
