using Lathe.Compression.Analysis;
using Lathe.Compression.Analysis.Sensitivity;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Analysis;

public class SensitivityTests
{
    /// <summary>An entry is what evaluating the network with that layer treated gives, and the network itself stays.</summary>
    [Fact]
    public void Entry_IsTheAccuracyOfTheTreatedNetwork()
    {
        var trial = new Trial();
        ModelGraph graph = trial.Train(ModelZoo.Create("lenet-300-100", new ModelOptions { Classes = 4, Input = [1, 12, 12], Width = 0.1, Key = RandomKey.FromSeed(1) }), 2);

        CompressedModel result = trial.Run(new SensitivityAnalysis(), graph, new SensitivityOptions { Sparsities = ["0", "0.9"], Bits = ["8", "2"], Activations = true, Samples = 64 });

        result.Graph.ShouldBeSameAs(graph);
        LayerSensitivities found = LayerSensitivities.FromJson(trial.Files[SensitivityAnalysis.File]);
        found.Layers.Count.ShouldBe(3 * 6);
        LayerSensitivity entry = found.Of("fc_1", SensitivityKind.Sparsity).Single(s => s.Setting == 0.9);
        TensorData weight = graph.Parameters[entry.Weight];
        float[] kept = weight.ToFloats();
        float cut = kept.Select(Math.Abs).Order().ElementAt((int)Math.Round(0.9 * kept.Length));
        ModelGraph treated = graph with { Parameters = graph.Parameters.SetItem(entry.Weight, TensorData.From<float>(Array.ConvertAll(kept, v => Math.Abs(v) < cut ? 0 : v), weight.Shape)) };
        using var executor = new GraphExecutor(treated);
        entry.Accuracy.ShouldBe(Evaluator.Accuracy(executor, trial.Data.Validation.Take(64)), 1e-9);
        entry.AccuracyDrop.ShouldBe(found.Accuracy - entry.Accuracy, 1e-9);
        found.Of("fc", SensitivityKind.Sparsity).Single(s => s.Setting == 0).LossIncrease.ShouldBe(0, 1e-6);
        trial.Tables.Select(t => t.Name).ShouldBe(["sensitivity-sparsity", "sensitivity-weight-bits", "sensitivity-activation-bits"]);
    }

    [Fact]
    public void Questions_TakeTheLastSettingBeforeTheFirstLoss()
    {
        LayerSensitivity At(SensitivityKind kind, double setting, double drop) => new("a", "a.weight", kind, setting, 0.9 - drop, drop, drop);
        var found = new LayerSensitivities("net", 0.9,
        [
            At(SensitivityKind.Sparsity, 0.3, 0), At(SensitivityKind.Sparsity, 0.5, 0.004), At(SensitivityKind.Sparsity, 0.7, 0.03), At(SensitivityKind.Sparsity, 0.9, 0.005),
            At(SensitivityKind.WeightBits, 8, 0), At(SensitivityKind.WeightBits, 4, 0.002), At(SensitivityKind.WeightBits, 2, 0.4),
        ]);

        found.MostSparsity("a", 0.01).ShouldBe(0.5);
        found.MostSparsity("a.weight", 0.05).ShouldBe(0.9);
        found.MostSparsity("other", 0.05).ShouldBe(0);
        found.FewestBits("a", 0.01).ShouldBe(4);
        found.FewestBits("a", -1).ShouldBeNull();
        found.LossOfBits("a", 4).ShouldBe(0.002, 1e-12);
        found.LossOfBits("a", 3).ShouldBe(0.201, 1e-12);
        Should.Throw<InvalidInputException>(() => found.LossOfBits("a", 9)).Message.ShouldContain("2, 4, 8");
        Should.Throw<InvalidInputException>(() => found.LossOfBits("a", 1)).Message.ShouldContain("2, 4, 8");
        LayerSensitivities.FromJson(found.ToJson()).Layers.ShouldBe(found.Layers);
        Should.Throw<InvalidInputException>(() => LayerSensitivities.FromJson("[1]"u8)).Message.ShouldContain("analyze");
    }
}
