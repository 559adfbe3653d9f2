using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Readings;
using Lathe.Graph.Rewriting;
using Lathe.Tensors;

namespace Lathe.Models.Tests;

public sealed class ZooRewritingTests
{
    public static TheoryData<string> Names => [.. ModelZoo.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void PrepareForInference_EveryNetwork_ComputesTheSame(string name)
    {
        ModelGraph graph = ModelZoo.Create(name, SmallSetting.For(name));

        ModelGraph prepared = StandardPasses.PrepareForInference.Run(graph);

        SymbolicShapes shapes = SymbolicShapes.Read(prepared);
        shapes.Rigid.ShouldBeEmpty();
        shapes.Describe(prepared.Outputs[0].Name).ShouldStartWith("f32[N, ");
        prepared.Nodes.ShouldNotContain(n => n.OpType == "Dropout" || n.OpType == "Identity");
        float[] expected = Run(graph), actual = Run(prepared);
        float largest = expected.Max(Math.Abs);
        expected.Zip(actual).Max(p => Math.Abs(p.First - p.Second)).ShouldBeLessThan(1e-4f * Math.Max(1, largest));
    }

    [Theory]
    [InlineData("squeezenet")]
    [InlineData("mobilenetv3-small")]
    [InlineData("text-cnn")]
    [InlineData("transformer-encoder")]
    public void Create_NetworkWithDropout_KeepsItForTraining(string name) =>
        ModelZoo.Create(name, SmallSetting.For(name)).Nodes.ShouldContain(n => n.OpType == "Dropout");

    private static float[] Run(ModelGraph graph)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        return executor.Run(SmallSetting.Samples(graph, 2)).ToArray<float>();
    }
}
