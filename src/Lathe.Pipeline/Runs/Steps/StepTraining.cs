using Lathe.Graph;
using Lathe.Pipeline.Recipes;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>Training as the settings of a step say, with checkpoints and metrics in the run's folder.</summary>
internal static class StepTraining
{
    /// <summary>Trains; epochs found in the checkpoint of this name are not repeated.</summary>
    public static ModelGraph Fit(StepContext context, ModelGraph graph, string name, TrainingDefaults defaults)
    {
        RecipeStep step = context.Step;
        var options = new TrainerOptions
        {
            Epochs = context.Quick ? 1 : defaults.PhaseEpochs ?? step.Int("epochs", defaults.Epochs),
            Batch = step.Int("batch", 128),
            Rate = (float)step.Number("rate", defaults.Rate) * defaults.PhaseRate,
            WeightDecay = (float)step.Number("decay", 5e-4),
            Warmup = step.Number("warmup", 0.05),
            Optimizer = step.Text("optimizer", "sgd"),
            Products = step.Text("precision", "f32") == "bf16" ? DType.BFloat16 : DType.Float32,
            Augmentation = Augmentation(step),
            Loss = defaults.Loss ?? new CrossEntropyLoss((float)step.Number("smoothing", 0)),
            Key = context.Key.Fold(name),
            Run = defaults.Run,
            Checkpoint = context.Folder.File("checkpoints", name + ".json"),
        };
        TrainingResult result = new Trainer(options, context.Time).Fit(graph, context.Data, progress => context.Observer.Progress(name, progress), context.Cancellation);
        context.Folder.Metric(result.History.Select(e => new { step = name, e.Epoch, e.Loss, e.TrainAccuracy, e.ValidationAccuracy }));
        return result.Graph;
    }

    private static Augmentation? Augmentation(RecipeStep step)
    {
        var augmentation = new Augmentation { Crop = step.Int("crop", 0), Flip = step.Flag("flip", false), Cutout = step.Int("cutout", 0) };
        return augmentation == new Augmentation() ? null : augmentation;
    }
}
