using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;

namespace Lathe.Models.Tests;

public sealed class ZooTests
{
    public static TheoryData<string> Names => [.. ModelZoo.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_EveryNetwork_Verifies(string name)
    {
        ModelGraph graph = ModelZoo.Create(name);

        GraphVerifier.Check(graph).ShouldBeEmpty();
        graph.Name.ShouldBe(name);
        graph.Inputs.Single().Name.ShouldBe("input");
        graph.Outputs.Single().Name.ShouldBe(name == "fc-autoencoder" ? "reconstruction" : "logits");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_EveryNetwork_GivesFiniteResultsOfTheDeclaredShape(string name)
    {
        ModelGraph graph = ModelZoo.Create(name, SmallSetting.For(name));
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);

        Tensor y = executor.Run(SmallSetting.Samples(graph, 2));

        y.Shape.ShouldBe(graph.Outputs[0].Bind(2));
        float[] values = y.ToArray<float>();
        values.ShouldAllBe(v => float.IsFinite(v));
        values.Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_EveryNetwork_ReachesEveryLearnedParameter(string name)
    {
        ModelGraph graph = ModelZoo.Create(name, SmallSetting.For(name));
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        using (GradientTape tape = GradientTape.Begin())
        {
            Tensor y = executor.Run(SmallSetting.Samples(graph, 2), new RunOptions { Training = true });
            float[] seed = new float[y.Count];
            RandomKey.FromSeed(5).FillNormal(seed);
            tape.Backward(y, Tensor.From<float>(seed, y.Shape));
        }

        string[] unreached = [.. executor.Parameters.Learned.Where(p => p.Gradient is null || !IsAlive(p)).Select(p => p.Name)];
        unreached.ShouldBeEmpty();
    }

    [Fact]
    public void Create_SameKey_GivesSameWeights()
    {
        ModelGraph a = ModelZoo.Create("resnet8"), b = ModelZoo.Create("resnet8"), c = ModelZoo.Create("resnet8", new ModelOptions { Key = RandomKey.FromSeed(1) });

        a.Parameters["stem.weight"].Bytes.Span.SequenceEqual(b.Parameters["stem.weight"].Bytes.Span).ShouldBeTrue();
        a.Parameters["stem.weight"].Bytes.Span.SequenceEqual(c.Parameters["stem.weight"].Bytes.Span).ShouldBeFalse();
    }

    [Fact]
    public void Create_UnknownName_NamesTheKnownOnes() =>
        Should.Throw<InvalidInputException>(() => ModelZoo.Create("resnet9000")).Message.ShouldContain("resnet20");

    private static bool IsAlive(Tensor parameter)
    {
        float[] gradient = parameter.Gradient!.ToArray<float>();
        return gradient.All(float.IsFinite) && gradient.Any(g => g != 0);
    }
}
