using Lathe.Compression.Patterns;
using Lathe.Graph;
using Lathe.Pipeline.Recipes;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Loops;
using Lathe.Training.Schedules;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>Training as the settings of a step say, with checkpoints and metrics in the run's folder.</summary>
internal static class StepTraining
{
    /// <summary>Trains, keeping zeros and shared values of the weights; epochs found in the checkpoint of this name are not repeated.</summary>
    public static ModelGraph Fit(StepContext context, ModelGraph graph, string name, TrainingDefaults defaults)
    {
        WeightPatterns patterns = WeightPatterns.Read(graph);
        TrainerOptions options = Options(context, defaults) with
        {
            Key = context.Key.Fold(name),
            Checkpoint = context.Folder.File("checkpoints", name + ".json"),
            Callbacks = patterns.IsEmpty || defaults.FreesPatterns ? defaults.Callbacks : [.. defaults.Callbacks, patterns.Keeper()],
        };
        TrainingResult result = new Trainer(options, context.Time).Fit(graph, context.Data, progress => context.Observer.Progress(name, progress), context.Cancellation);
        context.Folder.Metric(result.History.Select(e => new { step = name, e.Epoch, e.Loss, e.TrainAccuracy, e.ValidationAccuracy }));
        return result.Graph;
    }

    private static TrainerOptions Options(StepContext context, TrainingDefaults defaults)
    {
        RecipeStep step = context.Step;
        float rate = (float)step.Number("rate", defaults.Rate) * defaults.PhaseRate;
        double warmup = step.Number("warmup", 0.05);
        return new TrainerOptions
        {
            Epochs = context.Quick ? 1 : defaults.PhaseEpochs ?? step.Int("epochs", defaults.Epochs),
            Batch = step.Int("batch", 128),
            MicroBatches = step.Int("micro-batches", 1),
            Rate = rate,
            Schedule = ScheduleCatalog.Create(step.Text("rate-schedule", "cosine"), rate, warmup),
            Warmup = warmup,
            WeightDecay = (float)step.Number("decay", defaults.WeightDecay),
            Optimizer = step.Text("optimizer", defaults.Optimizer),
            Products = step.Text("precision", "f32") switch { "bf16" => DType.BFloat16, "f16" => DType.Float16, _ => DType.Float32 },
            Augmentation = Augmentation(step),
            Averaging = (float)step.Number("averaging", 0),
            Patience = step.Int("patience", 0),
            RestoreBest = step.Flag("best", false),
            Loss = defaults.Loss ?? (context.Data.Classes > 0 ? new CrossEntropyLoss((float)step.Number("smoothing", 0)) : null),
            Run = defaults.Run,
            Groups = defaults.Groups,
        };
    }

    private static Augmentation? Augmentation(RecipeStep step)
    {
        var augmentation = new Augmentation
        {
            Crop = step.Int("crop", 0),
            Flip = step.Flag("flip", false),
            Cutout = step.Int("cutout", 0),
            Shift = step.Int("shift", 0),
            Noise = (float)step.Number("noise", 0),
            Mixup = step.Number("mixup", 0),
        };
        return augmentation == new Augmentation() ? null : augmentation;
    }
}
