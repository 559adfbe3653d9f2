using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Optimizers;

namespace Lathe.Training.Loops;

/// <summary>Finds everything wrong with training options at once.</summary>
internal static class TrainerOptionsCheck
{
    public static void Validate(TrainerOptions options, Dataset data)
    {
        string[] problems = [.. Problems(options), .. options.Augmentation?.Problems(data.SampleShape) ?? [], .. Moved(options, data)];
        if (problems.Length > 0)
        {
            throw new InvalidInputException($"These training settings cannot work: {string.Join("; ", problems)}.");
        }
    }

    // What should be given back is the sample as it was.
    private static IEnumerable<string> Moved(TrainerOptions options, Dataset data) => data.Train.IsDetection && options.Augmentation is { } a && (a.Crop > 0 || a.Flip || a.Shift > 0 || a.Mixup > 0)
        ? ["crop, flip, shift and mixup move a sample away from what is to be given back; anomaly detection takes noise and cutout"] : [];

    private static IEnumerable<string> Problems(TrainerOptions o)
    {
        if (!OptimizerCatalog.Names.Contains(o.Optimizer))
        {
            yield return $"there is no optimizer '{o.Optimizer}' (known are {string.Join(", ", OptimizerCatalog.Names)})";
        }

        if (o.Epochs < 0 || o.Batch < 1 || o.MicroBatches < 1 || o.MicroBatches > o.Batch)
        {
            yield return $"{o.Epochs} epochs of batches of {o.Batch} in {o.MicroBatches} parts: none may be negative, and a part needs a sample";
        }

        if (!float.IsFinite(o.Rate) || o.Rate < 0 || !(o.WeightDecay >= 0) || !(o.ClipNorm >= 0) || !(o.Momentum is >= 0 and < 1))
        {
            yield return $"rate {o.Rate}, weight decay {o.WeightDecay}, clip norm {o.ClipNorm} and momentum {o.Momentum} may not be negative, and momentum is below 1";
        }

        if (!(o.Warmup is >= 0 and <= 1) || !(o.Averaging is >= 0 and < 1) || o.Patience < 0 || o.CheckpointEvery < 0)
        {
            yield return $"warm-up {o.Warmup} and averaging {o.Averaging} are shares below 1; patience {o.Patience} and checkpoint steps {o.CheckpointEvery} are not negative";
        }

        if (o.Products is not (DType.Float32 or DType.BFloat16 or DType.Float16))
        {
            yield return $"products in {o.Products} do not exist (f32, bf16 and f16 do)";
        }
    }
}
