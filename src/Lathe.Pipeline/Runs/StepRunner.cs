using Lathe.Compression.Pruning;
using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Hardware;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Runs;

/// <summary>Carries out the steps of a recipe.</summary>
internal sealed class StepRunner(RunFolder folder, Dataset data, RandomKey key, bool quick, TimeProvider time, IRunObserver observer)
{
    public RunState Run(RunState state, RecipeStep step, int index, CancellationToken cancellation) => step.Kind switch
    {
        "train" => Trained(state, Fit(state.Graph, step, $"{index}-train", null, 10, 0.1f, cancellation)),
        "prune" => state with { Graph = Prune(state.Graph, step, index, cancellation), Quantized = null },
        "distill" => state with { Graph = Distill(state, step, index, cancellation), Quantized = null },
        _ => Quantize(state, step, index, cancellation),
    };

    private static RunState Trained(RunState state, ModelGraph graph) => state with { Graph = graph, Baseline = state.Baseline ?? graph, Quantized = null };

    private ModelGraph Prune(ModelGraph graph, RecipeStep step, int index, CancellationToken cancellation)
    {
        int rounds = step.Int("rounds", 1), epochs = step.Int("epochs", 2);
        double ratio = step.Number("ratio", 0.5), each = 1 - Math.Pow(1 - ratio, 1.0 / rounds);
        Importance importance = step.Text("method", "taylor") switch { "l1" => Importance.L1, "l2" => Importance.L2, "batchnorm" => Importance.BatchNormScale, "random" => Importance.Random, _ => Importance.Taylor };
        for (int round = 0; round < rounds; round++)
        {
            RandomKey own = key.Fold($"prune{index}.{round}");
            IReadOnlyDictionary<string, float[]>? gradients = importance == Importance.Taylor ? GradientReader.Read(graph, data.Train, quick ? 4 : 16, 64, own) : null;
            PruneResult result = StructuredPruner.Prune(graph, new PruneOptions { Ratio = each, Importance = importance, Multiple = step.Int("multiple", 1), Global = step.Text("global", "true") == "true" }, gradients, own);
            observer.Say($"prune round {round + 1}/{rounds}: removed {result.Removed} of {result.Channels} channels");
            graph = Fit(result.Graph, step, $"{index}-prune-{round}", null, epochs, 0.05f, cancellation);
        }

        return graph;
    }

    private ModelGraph Distill(RunState state, RecipeStep step, int index, CancellationToken cancellation)
    {
        using var teacher = new GraphExecutor(state.Baseline ?? throw new InvalidInputException($"line {step.Line}: distill needs a baseline to learn from. Put a train step before it."));
        return Fit(state.Graph, step, $"{index}-distill", new DistillationLoss(teacher, (float)step.Number("temperature", 4), (float)step.Number("alpha", 0.7)), 3, 0.05f, cancellation);
    }

    private RunState Quantize(RunState state, RecipeStep step, int index, CancellationToken cancellation)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(state.Graph);
        CalibrationMethod method = step.Text("calibration", "mse") switch { "min-max" => CalibrationMethod.MinMax, "percentile" => CalibrationMethod.Percentile, "entropy" => CalibrationMethod.Entropy, _ => CalibrationMethod.Mse };
        int limit = MachineDescription.Detect().HasIntegerDotProducts ? 127 : 63;
        QuantizationPlan plan = QuantizationPlan.Of(prepared, []);
        IReadOnlyDictionary<string, ActivationScale> scales = ActivationCalibrator.Calibrate(prepared, plan, CalibrationBatches.From(prepared, data.Validation, step.Int("samples", quick ? 128 : 512)), method);
        if (step.Text("mode", "ptq") == "qat")
        {
            var fake = new FakeQuantizer(prepared, plan, scales, limit);
            prepared = Fit(prepared, step, $"{index}-qat", null, 1, 0.005f, cancellation, fake);
        }

        return state with { Quantized = QdqWriter.Write(prepared, plan, scales, limit) };
    }

    private ModelGraph Fit(ModelGraph graph, RecipeStep step, string name, ILoss? loss, int epochs, float rate, CancellationToken cancellation, FakeQuantizer? fake = null)
    {
        var options = new TrainerOptions
        {
            Epochs = quick ? 1 : step.Int("epochs", epochs),
            Batch = step.Int("batch", 128),
            Rate = (float)step.Number("rate", rate),
            Optimizer = step.Text("optimizer", "sgd"),
            Products = step.Text("precision", "f32") == "bf16" ? DType.BFloat16 : DType.Float32,
            Augmentation = step.Int("crop", 0) > 0 || step.Text("flip", "false") == "true" ? new Augmentation { Crop = step.Int("crop", 0), Flip = step.Text("flip", "false") == "true" } : null,
            Loss = loss,
            Key = key.Fold(name),
            Transform = fake is null ? null : fake.Activation,
            Parameter = fake is null ? null : fake.Weight,
            Checkpoint = folder.File("checkpoints", name + ".json"),
        };
        TrainingResult result = new Trainer(options, time).Fit(graph, data, progress => observer.Progress(name, progress), cancellation);
        foreach (EpochResult epoch in result.History)
        {
            folder.Metric(new { step = name, epoch.Epoch, epoch.Loss, epoch.TrainAccuracy, epoch.ValidationAccuracy });
        }

        return result.Graph;
    }
}
