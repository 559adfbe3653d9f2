using Lathe.Compression.Patterns;
using Lathe.Graph;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;
using Lathe.Training.Optimizers;

namespace Lathe.Compression.Tests.Patterns;

public class WeightPatternsTests
{
    public static TheoryData<string> Optimizers => [.. OptimizerCatalog.Names];

    [Fact]
    public void Read_TrainedNetwork_FindsNothing() => WeightPatterns.Read(SmallNet.Create()).IsEmpty.ShouldBeTrue();

    [Fact]
    public void Read_RecurrentBiasesOfZeros_AreNoPattern()
    {
        ModelGraph graph = ModelZoo.Create("lstm-lm", new ModelOptions { Width = 0.05, Vocabulary = 50 });

        CompressibleWeights.Of(graph).ShouldNotContain(n => n.EndsWith("bias", StringComparison.Ordinal));
        CompressibleWeights.Of(graph).Count.ShouldBeGreaterThan(3);
        WeightPatterns.Read(graph).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Read_ZerosAndSharedValues_AreBothFound()
    {
        float[] values = [0, 1, -2, 1, 0, 1, -2, 0];

        SharedValues shared = SharedValues.TryRead(values)!;

        shared.Codebook.ToArray().ShouldBe([-2, 1]);
        shared.Assignment.ToArray().ShouldBe([-1, 1, 0, 1, -1, 1, 0, -1]);
        WeightMask.Of(values).Zeros.ToArray().ShouldBe([0, 4, 7]);
        SharedValues.TryRead([1, 2, 3, 4, 5, 6]).ShouldBeNull();
    }

    /// <summary>Momentum, decay, averaging and every optimizer: what is zero stays zero, what is equal stays equal, and the network still learns.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Keeper_InTraining_KeepsBothExactly(string optimizer)
    {
        Dataset data = SyntheticImages.Create(SmallNet.Classes, 1, 8, 64, 32, RandomKey.FromSeed(5));
        ModelGraph start = Coded(Dense());
        WeightPatterns patterns = WeightPatterns.Read(start);
        patterns.Masks.Count.ShouldBe(2);
        patterns.Shared.Keys.ShouldBe(["fc_1.weight"]);

        ModelGraph trained = Fit(start, data, optimizer, patterns.Keeper());

        patterns.BrokenBy(trained).ShouldBeEmpty();
        WeightMask.Of(trained.Parameters["fc.weight"].AsSpan<float>()).Zeros.ToArray().ShouldBe(patterns.Masks["fc.weight"].Zeros.ToArray());
        SharedValues after = SharedValues.TryRead(trained.Parameters["fc_1.weight"].AsSpan<float>())!;
        after.Assignment.ToArray().Select(a => a == -1).ShouldBe(patterns.Shared["fc_1.weight"].Assignment.ToArray().Select(a => a == -1));
        after.Codebook.Length.ShouldBe(patterns.Shared["fc_1.weight"].Codebook.Length);
        after.Codebook.ToArray().ShouldNotBe(patterns.Shared["fc_1.weight"].Codebook.ToArray());
        patterns.BrokenBy(Fit(start, data, optimizer)).Count.ShouldBe(2);
    }

    private static ModelGraph Fit(ModelGraph graph, Dataset data, string optimizer, params ITrainingCallback[] callbacks) =>
        new Trainer(new TrainerOptions { Epochs = 2, Batch = 16, Rate = 0.01f, Optimizer = optimizer, Averaging = 0.9f, Callbacks = callbacks, Key = RandomKey.FromSeed(7) }, TimeProvider.System).Fit(graph, data).Graph;

    private static ModelGraph Dense()
    {
        var b = new GraphBuilder("dense", RandomKey.FromSeed(13));
        string x = b.Flatten(b.Input("input", DType.Float32, 1, 8, 8), 64);
        return b.Build(b.Linear(b.Relu(b.Linear(x, 17)), SmallNet.Classes), "logits", "N", SmallNet.Classes);
    }

    private static ModelGraph Coded(ModelGraph graph)
    {
        float[] first = graph.Parameters["fc.weight"].ToFloats(), second = graph.Parameters["fc_1.weight"].ToFloats();
        for (int i = 0; i < first.Length; i += 3)
        {
            first[i] = 0;
        }

        for (int i = 0; i < second.Length; i++)
        {
            second[i] = MathF.Round(second[i] * 4) / 4;
        }

        return graph with
        {
            Parameters = graph.Parameters.SetItem("fc.weight", TensorData.From<float>(first, graph.Parameters["fc.weight"].Shape)).SetItem("fc_1.weight", TensorData.From<float>(second, graph.Parameters["fc_1.weight"].Shape)),
        };
    }
}
