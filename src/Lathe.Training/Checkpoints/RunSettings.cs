using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Training.Checkpoints;

/// <summary>The settings that decide the bits of a run, in words; a resumed run must have the same.</summary>
internal static class RunSettings
{
    public static SortedDictionary<string, string> Of(TrainerOptions o, Dataset data)
    {
        SortedDictionary<string, string> settings = Plain(o, data);
        if (o.Callbacks.Any(c => c.Description is not null))
        {
            settings["callbacks"] = string.Join(", ", o.Callbacks.Select(c => c.Description).OfType<string>());
        }

        return settings;
    }

    /// <summary>Refuses settings other than those a checkpoint was made with.</summary>
    public static void Compare(string path, IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now)
    {
        string[] names = [.. saved.Keys.Union(now.Keys).Where(n => saved.GetValueOrDefault(n) != now.GetValueOrDefault(n)).Order(StringComparer.Ordinal)];
        if (names.Length > 0)
        {
            string differences = string.Join(", ", names.Select(n => $"{n} {saved.GetValueOrDefault(n, "unset")} (now {now.GetValueOrDefault(n, "unset")})"));
            throw new InvalidInputException($"Checkpoint '{path}' was made with {differences}: use those settings to resume, or delete it to start again.");
        }
    }

    private static SortedDictionary<string, string> Plain(TrainerOptions o, Dataset data) => new(StringComparer.Ordinal)
    {
        ["epochs"] = $"{o.Epochs}",
        ["batch"] = $"{o.Batch}",
        ["micro-batches"] = $"{o.MicroBatches}",
        ["rate"] = $"{o.Rate}",
        ["schedule"] = o.Schedule?.ToString() ?? $"cosine after warm-up {o.Warmup}",
        ["weight decay"] = $"{o.WeightDecay}",
        ["momentum"] = $"{o.Momentum}",
        ["groups"] = string.Join(", ", o.Groups),
        ["optimizer"] = o.Optimizer,
        ["clip norm"] = $"{o.ClipNorm}",
        ["augmentation"] = $"{o.Augmentation?.ToString() ?? "none"}",
        ["loss"] = TrainingStep.Loss(o, data.Train).Description,
        ["averaging"] = $"{o.Averaging}",
        ["patience"] = $"{o.Patience}",
        ["restore best"] = $"{o.RestoreBest}",
        ["products"] = $"{o.Products}",
        ["loss scaling"] = $"{o.LossScaling}",
        ["seed"] = $"{o.Key.Value:x16}",
        ["data"] = DataFingerprint.Of(data),
    };
}
