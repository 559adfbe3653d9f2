using Lathe.Compression.Adapting.Lora;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Adapting;

public class LoraTests
{
    [Fact]
    public void Attach_BeforeTraining_ChangesNothing()
    {
        ModelGraph graph = SmallNet.Create();
        LoraAdapter[] adapters = LoraAdaptation.Plan(graph, new LoraOptions());

        ModelGraph with = LoraAdaptation.Attach(graph, adapters, RandomKey.FromSeed(1));

        adapters.Length.ShouldBe(graph.Nodes.Count(n => n.OpType is "Conv" or "Gemm"));
        Outputs(with).ShouldBe(Outputs(graph), 1e-6);
    }

    [Fact]
    public void Apply_TrainsTheAdaptersAlone_AndMergingGivesTheSameOutputs()
    {
        var trial = new Trial { AskedEpochs = 1 };
        ModelGraph graph = SmallNet.Create();
        var options = new LoraOptions { Rank = 3, Merge = false };

        ModelGraph trained = trial.Run(new LoraAdaptation(), graph, options).Graph;
        LoraAdapter[] adapters = LoraAdaptation.Plan(graph, options);
        ModelGraph merged = LoraAdaptation.Merge(graph, trained, adapters);

        foreach ((string name, TensorData data) in graph.Parameters)
        {
            trained.Parameters[name].Bytes.Span.SequenceEqual(data.Bytes.Span).ShouldBeTrue(name);
        }

        adapters.ShouldAllBe(a => trained.Parameters[a.B].ToFloats().Any(v => v != 0));
        float[] with = Outputs(trained), without = Outputs(merged), before = Outputs(graph);
        with.Zip(without, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-4f * with.Max(Math.Abs));
        with.Zip(before, (a, b) => Math.Abs(a - b)).Max().ShouldBeGreaterThan(1e-2f * with.Max(Math.Abs));
        merged.Nodes.ShouldBe(graph.Nodes);
        merged.Parameters.Keys.Order().ShouldBe(graph.Parameters.Keys.Order());
    }

    [Fact]
    public void Apply_DenseNetwork_LearnsWithFewValues()
    {
        var trial = new Trial { AskedEpochs = 6 };
        ModelGraph graph = Dense();

        ModelGraph adapted = trial.Run(new LoraAdaptation(), graph, new LoraOptions { Rank = 4 }).Graph;

        Loss(adapted).ShouldBeLessThan(0.8 * Loss(graph));
        IReadOnlyList<object?> first = trial.Tables.Single().Rows[0];
        (int outputs, int inputs) = (60, SmallNet.Size * SmallNet.Size);
        Convert.ToInt64(first[4]).ShouldBe(4 * (outputs + inputs));
        Convert.ToInt64(first[3]).ShouldBe(outputs * inputs);
    }

    [Theory]
    [InlineData("Gemm")]
    [InlineData("MatMul")]
    public void Merged_DenseLayers_HaveTheResponseOfLayerAndAdapter(string op)
    {
        ModelGraph graph = Factorization.SingleLayer.Dense(7, 9, op);
        LoraAdapter adapter = LoraAdaptation.Plan(graph, new LoraOptions { Rank = 2 }).Single();
        ModelGraph with = LoraAdaptation.Attach(graph, [adapter], RandomKey.FromSeed(2));
        with = with with { Parameters = with.Parameters.SetItem(adapter.B, TensorData.From<float>(Factorization.SingleLayer.Normal(14, 3), with.Parameters[adapter.B].Shape)) };

        ModelGraph merged = LoraAdaptation.Merge(graph, with, [adapter]);

        Factorization.SingleLayer.Distance(Factorization.SingleLayer.Response(with), Factorization.SingleLayer.Response(merged)).ShouldBeLessThan(1e-5);
        Factorization.SingleLayer.Distance(Factorization.SingleLayer.Response(graph), Factorization.SingleLayer.Response(merged)).ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void Apply_NamedLayersAndParameters_AreTheOnlyOnesThatMove()
    {
        var trial = new Trial { AskedEpochs = 1 };
        ModelGraph graph = Dense();
        string[] layers = [.. graph.Nodes.Where(n => n.OpType == "Gemm").Select(n => n.Name)];
        string bias = graph.Nodes.First(n => n.Name == layers[2]).Inputs[2];

        ModelGraph adapted = trial.Run(new LoraAdaptation(), graph, new LoraOptions { Layers = [layers[1]], Train = [bias] }).Graph;

        string[] moved = [.. graph.Parameters.Where(p => !adapted.Parameters[p.Key].Bytes.Span.SequenceEqual(p.Value.Bytes.Span)).Select(p => p.Key)];
        moved.Order().ShouldBe(new[] { graph.Nodes.First(n => n.Name == layers[1]).Inputs[1], bias }.Order());
        Should.Throw<InvalidInputException>(() => LoraAdaptation.Plan(graph, new LoraOptions { Layers = ["nowhere*"] })).Message.ShouldContain("nowhere");
    }

    private static ModelGraph Dense() => ModelZoo.Create("lenet-300-100", new ModelOptions { Classes = SmallNet.Classes, Input = [1, SmallNet.Size, SmallNet.Size], Width = 0.2, Key = RandomKey.FromSeed(1) });

    private static float[] Outputs(ModelGraph graph)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        return executor.Run(SmallNet.Samples(8)).ToArray<float>();
    }

    private static double Loss(ModelGraph graph)
    {
        using var executor = new GraphExecutor(graph);
        return Evaluator.Validate(executor, Trial.Images.Validation, 32, new RunOptions()).Loss;
    }
}
