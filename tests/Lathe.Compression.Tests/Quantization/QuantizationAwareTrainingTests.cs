using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Quantization;

public class QuantizationAwareTrainingTests
{
    private const int Limit = 1;

    /// <summary>With weights of three values (-1, 0, 1) rounding alone ruins the network; training with it in the loop repairs it.</summary>
    [Fact]
    public void Fit_WithTernaryWeights_BeatsRoundingAfterwards()
    {
        Dataset data = SyntheticImages.Create(6, 1, 12, 900, 300, RandomKey.FromSeed(5));
        ModelGraph fresh = ModelZoo.Create("resnet8", new ModelOptions { Classes = 6, Input = [1, 12, 12], Width = 0.5, Key = RandomKey.FromSeed(6) });
        ModelGraph trained = Fit(fresh, data, 4, 0.05f, new RunOptions());

        double floating = Accuracy(StaticQuantizer.Prepare(trained), data), rounded = Accuracy(Quantize(trained, data, out QuantizationPlan plan, out IReadOnlyDictionary<string, ActivationScale> scales), data);
        ModelGraph moving = Fit(trained, data, 3, 0.02f, new FakeQuantizer(trained, plan, scales, Limit).Hooks);
        Quantize(moving, data, out _, out scales);
        ModelGraph still = FrozenStatistics.Apply(moving);
        ModelGraph aware = FrozenStatistics.Release(Fit(still, data, 2, 0.005f, new FakeQuantizer(still, plan, scales, Limit).Hooks));
        double repaired = Accuracy(QdqWriter.Write(StaticQuantizer.Prepare(aware), plan, scales, Limit), data);

        floating.ShouldBeGreaterThan(0.9);
        rounded.ShouldBeLessThan(floating - 0.1);
        repaired.ShouldBeGreaterThan(rounded + 0.1);
        repaired.ShouldBeGreaterThan(floating - 0.1);
    }

    private static ModelGraph Fit(ModelGraph graph, Dataset data, int epochs, float rate, RunOptions run) =>
        new Trainer(new TrainerOptions { Epochs = epochs, Batch = 32, Rate = rate, Key = RandomKey.FromSeed(7), Run = run }, TimeProvider.System).Fit(graph, data).Graph;

    private static ModelGraph Quantize(ModelGraph trained, Dataset data, out QuantizationPlan plan, out IReadOnlyDictionary<string, ActivationScale> scales)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(trained);
        plan = QuantizationPlan.Of(prepared, []);
        scales = ActivationCalibrator.Calibrate(prepared, plan, Batches(prepared, data), CalibrationMethod.Mse);
        return QdqWriter.Write(prepared, plan, scales, Limit);
    }

    private static IEnumerable<IReadOnlyDictionary<string, Tensor>> Batches(ModelGraph graph, Dataset data)
    {
        foreach (Batch batch in new BatchLoader(data.Validation, 30).Epoch(default, shuffle: false))
        {
            using Tensor input = BatchTensors.Input(batch, data.SampleShape);
            yield return new Dictionary<string, Tensor> { [graph.Inputs[0].Name] = input };
        }
    }

    private static double Accuracy(ModelGraph graph, Dataset data)
    {
        using var executor = new GraphExecutor(graph);
        return Evaluator.Accuracy(executor, data.Test);
    }
}
