using Lathe.Graph.Execution;
using Lathe.Graph.Rewriting.Passes;
using Lathe.Tensors;

namespace Lathe.Graph.Tests.Rewriting;

public class BindInputTests
{
    [Fact]
    public void BindInput_OfAScalar_LeavesOneInputLess()
    {
        var net = new TestNet();
        ModelGraph graph = net.Build(net.Op("Mul", net.Input("x", "N", 2), net.Input("factor")));

        ModelGraph bound = new BindInput("factor", TensorData.Scalar(3f)).Run(graph);

        bound.Inputs.Select(i => i.Name).ShouldBe(["x"]);
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(bound);
        executor.Run(Tensor.From<float>([1, 2], new Shape(1, 2))).ToArray<float>().ShouldBe([3f, 6f]);
    }

    [Fact]
    public void BindInput_OfAnotherType_SaysWhatFits()
    {
        var net = new TestNet();
        ModelGraph graph = net.Build(net.Op("Mul", net.Input("x", "N", 2), net.Input("factor")));

        Should.Throw<InvalidInputException>(() => new BindInput("factor", TensorData.Scalar(3L)).Run(graph)).Message.ShouldContain("i64");
        Should.Throw<InvalidInputException>(() => new BindInput("x", TensorData.Scalar(3f)).Run(graph)).Message.ShouldContain("f32[N, 2]");
        Should.Throw<InvalidInputException>(() => new BindInput("z", TensorData.Scalar(3f)).Run(graph)).Message.ShouldContain("'z'");
    }

    [Fact]
    public void FixDimensions_ByName_ChangesEveryInputThatHasIt()
    {
        var net = new TestNet();
        ModelGraph graph = net.Build(net.Op("Add", net.Input("a", "N", "L"), net.Input("b", "L")));

        ModelGraph after = new FixDimensions(new Dictionary<string, int> { ["L"] = 5 }).Run(graph);

        after.Inputs.Select(i => i.ToString()).ShouldBe(["a: f32[N, 5]", "b: f32[5]"]);
        Should.Throw<InvalidInputException>(() => new FixDimensions(new Dictionary<string, int> { ["M"] = 5 }).Run(graph)).Message.ShouldContain("'M'");
    }
}
