using Lathe.Compression.Distillation;
using Lathe.Compression.Distillation.Assistant;
using Lathe.Compression.Distillation.Attention;
using Lathe.Compression.Distillation.FitNets;
using Lathe.Compression.Distillation.Logits;
using Lathe.Compression.Distillation.Patient;
using Lathe.Compression.Distillation.Self;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Distillation;

public class DistillationTests
{
    private static readonly Dataset s_data = Trial.Images with { Train = Trial.Images.Train.Take(256), Validation = Trial.Images.Validation };

    /// <summary>With the whole loss the teacher's, a student without labels comes to answer as the teacher does.</summary>
    [Fact]
    public void Logits_OfTheTeacherAlone_BringAnswersTogether()
    {
        var trial = new Trial { Data = s_data, AskedEpochs = 4 };
        ModelGraph teacher = SmallNet.Create(), student = Small("student", 1);
        double before = Distance(teacher, student);

        ModelGraph taught = new LogitsDistillation().Apply(trial.Context, new CompressedModel { Graph = student, Baseline = teacher }, new LogitsOptions { Alpha = 1, Temperature = 2 }).Graph;

        Distance(teacher, taught).ShouldBeLessThan(0.6 * before);
    }

    /// <summary>The hint phase brings the student's middle to the teacher's; no regressor is left behind.</summary>
    [Fact]
    public void FitNets_LearnsTheHint_AndLeavesNoRegressor()
    {
        var trial = new Trial { Data = s_data, AskedEpochs = 4 };
        ModelGraph teacher = SmallNet.Create(), student = SmallNet.Create(0.25);

        ModelGraph taught = new FitNetsDistillation().Apply(trial.Context, new CompressedModel { Graph = student, Baseline = teacher }, new FitNetsOptions { HintShare = 0.5 }).Graph;

        taught.Nodes.Select(n => n.Name).ShouldBe(student.Nodes.Select(n => n.Name), ignoreOrder: true);
        taught.Parameters.Keys.ShouldBe(student.Parameters.Keys, ignoreOrder: true);
        trial.Said.ShouldContain(s => s.StartsWith("hint ", StringComparison.Ordinal));
        (ModelGraph with, string regressed) = FitNetsDistillation.WithRegressor(student, FeaturePairs.OfStages(student, teacher)[1], teacher, RandomKey.FromSeed(1));
        using var executor = new GraphExecutor(teacher);
        var loss = new FeatureLoss("hint", executor, [FeaturePairs.OfStages(student, teacher)[1] with { Student = regressed }], FeatureDistances.Hint, 1, null);
        ModelGraph hinted = trial.Fit(with, new FitRequest("hint", 4, 0.05f) { Loss = loss, Run = loss.Hooks });
        Inside(hinted, loss).ShouldBeLessThan(0.7 * Inside(with, loss));
    }

    [Fact]
    public void Attention_BringsMapsTogether()
    {
        var trial = new Trial { Data = s_data, AskedEpochs = 4 };
        ModelGraph teacher = SmallNet.Create(), student = SmallNet.Create(0.25);
        using var executor = new GraphExecutor(teacher);
        var loss = new FeatureLoss("attention", executor, FeaturePairs.OfStages(student, teacher), FeatureDistances.Attention, 1, null);

        ModelGraph taught = new AttentionDistillation().Apply(trial.Context, new CompressedModel { Graph = student, Baseline = teacher }, new AttentionOptions { Weight = 50 }).Graph;

        Inside(taught, loss).ShouldBeLessThan(0.8 * Inside(student, loss));
    }

    [Fact]
    public void Patient_PairsLayersInProportion_AndRefusesOtherNetworks()
    {
        ModelGraph deep = Encoder(4), shallow = Encoder(2);

        IReadOnlyList<FeaturePair> pairs = FeaturePairs.OfBlocks(shallow, deep);

        pairs.Select(p => p.Teacher).ShouldBe(["n1/out", "n3/out"]);
        ModelGraph ofTheZoo = ModelZoo.Create("transformer-encoder", new ModelOptions { Classes = 3, Input = [8], Vocabulary = 20 });
        FeaturePairs.OfBlocks(ofTheZoo, ofTheZoo).Count.ShouldBe(5, "two normalisations in each of two layers, and the last");
        Should.Throw<InvalidInputException>(() => FeaturePairs.OfBlocks(SmallNet.Create(), deep)).Message.ShouldContain("transformers");
    }

    [Fact]
    public void SelfAndAssistant_TeachInTurns()
    {
        var trial = new Trial { Data = s_data with { Train = s_data.Train.Take(64) }, AskedEpochs = 1 };
        ModelGraph student = Small("student", 1), middle = SmallNet.Create(0.25);

        ModelGraph born = trial.Run(new SelfDistillation(), student, new SelfOptions { Generations = 2 }).Graph;
        CompressedModel taught = new AssistantDistillation().Apply(trial.Context with { Open = _ => middle }, new CompressedModel { Graph = student, Baseline = SmallNet.Create() }, new AssistantOptions { Assistant = "middle" });

        born.Parameters.Count(p => !p.Value.Bytes.Span.SequenceEqual(student.Parameters[p.Key].Bytes.Span)).ShouldBeGreaterThan(3);
        trial.Kept.Keys.ShouldBe(["assistant"]);
        taught.Graph.Name.ShouldBe(student.Name);
        Should.Throw<InvalidInputException>(() => trial.Run(new AssistantDistillation(), student, new AssistantOptions())).Message.ShouldContain("assistant:");
    }

    private static ModelGraph Small(string name, long seed) => ModelZoo.Create("lenet-300-100", new ModelOptions { Classes = SmallNet.Classes, Input = [1, SmallNet.Size, SmallNet.Size], Width = 0.2, Key = RandomKey.FromSeed(seed) }) with { Name = name };

    private static ModelGraph Encoder(int blocks)
    {
        var b = new GraphBuilder("encoder", RandomKey.FromSeed(1));
        string x = b.Embedding(b.Tokens("input", 5), 10, 8);
        for (int i = 0; i < blocks; i++)
        {
            x = b.LayerNorm(x, $"n{i}");
        }

        return b.Build(b.Linear(b.Mean(x, 1, 8), 2), "logits", "N", 2);
    }

    private static double Distance(ModelGraph a, ModelGraph b)
    {
        using TensorScope scope = TensorScope.Begin();
        using var first = new GraphExecutor(a);
        using var second = new GraphExecutor(b);
        Tensor input = BatchTensors.Input(new BatchLoader(s_data.Validation, 40).Epoch(default, shuffle: false).First(), s_data.SampleShape);
        float[] x = Functions.Softmax(Functions.Affine(first.Run(input), 0.5f, 0)).ToArray<float>(), y = Functions.Softmax(Functions.Affine(second.Run(input), 0.5f, 0)).ToArray<float>();
        return x.Zip(y, (p, q) => Math.Abs((double)p - q)).Average();
    }

    private static double Inside(ModelGraph student, FeatureLoss loss)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(student);
        Batch batch = new BatchLoader(s_data.Validation, 40).Epoch(default, shuffle: false).First();
        Tensor input = BatchTensors.Input(batch, s_data.SampleShape), logits = executor.Run(input, loss.Hooks);
        return loss.Compute(input, logits, BatchTensors.Labels(batch)).Item();
    }
}
