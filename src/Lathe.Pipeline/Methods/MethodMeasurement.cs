using System.Text.Json;
using Lathe.Compression.Techniques;
using Lathe.Graph.Storage;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Methods;

/// <summary>Tries every method, with its defaults, on the same networks. What is measured is kept, so that a stopped measurement goes on.</summary>
/// <param name="work">Folder of the runs.</param>
/// <param name="time">Time.</param>
/// <param name="observer">Is told how it goes.</param>
public sealed class MethodMeasurement(string work, TimeProvider time, IRunObserver observer)
{
    // Enough to recover from what a method does, few enough that all of them are tried within two hours.
    private const int Samples = 5000;

    private readonly ScoreMemory _scores = new();

    /// <summary>Measures the methods of the catalog.</summary>
    /// <param name="only">A step, or "step/method"; all when null.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public IReadOnlyList<MethodEffect> Measure(string? only, CancellationToken cancellation)
    {
        var effects = new List<MethodEffect>();
        foreach (MethodTrial trial in MethodTrial.All)
        {
            TechniqueInfo[] chosen = [.. MethodCatalog.All.Where(i => (only is null || only == i.Step || only == $"{i.Step}/{i.Method}") && !(trial.Last && HasEffect(effects, i)))];
            string start = chosen.Length == 0 ? "" : StartingPoint(trial, "start", trial.File, $"  - train: {{ {trial.Start} }}\n", cancellation);
            effects.AddRange(chosen.Select(info => Effect(trial, start, info, cancellation)));
        }

        return effects;
    }

    /// <summary>What was measured before; nothing is run.</summary>
    public IReadOnlyList<MethodEffect> Kept() =>
    [
        .. MethodTrial.All.SelectMany(trial => MethodCatalog.All.Select(info => EffectFile(trial, info)))
            .Where(File.Exists).Select(path => JsonSerializer.Deserialize<MethodEffect>(File.ReadAllText(path))!),
    ];

    private string EffectFile(MethodTrial trial, TechniqueInfo info) => Path.Combine(work, trial.Key, $"{info.Step}-{info.Method}", "effect.json");

    private static bool HasEffect(IEnumerable<MethodEffect> effects, TechniqueInfo info) => effects.Any(e => (e.Step, e.Method) == (info.Step, info.Method) && e.Refused.Length == 0);

    /// <summary>The folder of a run that methods begin with; it is run where it is not there.</summary>
    private string StartingPoint(MethodTrial trial, string name, string model, string steps, CancellationToken cancellation)
    {
        string folder = Path.Combine(work, trial.Key, name);
        if (!File.Exists(Path.Combine(folder, "result.json")))
        {
            Run(folder, $"model: {model}\ndata: {trial.Data}\nseed: 1\nsteps:\n{steps}", cancellation);
        }

        return folder;
    }

    private MethodEffect Effect(MethodTrial trial, string start, TechniqueInfo info, CancellationToken cancellation)
    {
        string kept = EffectFile(trial, info), folder = Path.GetDirectoryName(kept)!;
        if (File.Exists(kept) && JsonSerializer.Deserialize<MethodEffect>(File.ReadAllText(kept)) is { } before)
        {
            return before;
        }

        observer.Say($"{trial.Title}: {info.Step} ({info.Method})");
        MethodEffect effect = new(info.Step, info.Method, trial.Title);
        try
        {
            MethodPrelude prelude = MethodPrelude.Of(info, () => StartingPoint(trial, "middle", start, MethodPrelude.Middle, cancellation));
            string settings = $"method: {info.Method}{prelude.Settings}" + (info.Trains ? ", " + trial.Settings : "");
            RunResult result = Run(folder, $"model: {start}\ndata: {trial.Data}\nseed: 1\nlimit: {Samples}\nsteps:\n{prelude.Steps}  - {info.Step}: {{ {settings} }}\n", cancellation);
            Variant first = result.Variants[0], last = result.Variants[^1];
            effect = effect with
            {
                Before = first.TestAccuracy,
                After = last.TestAccuracy,
                FewerMacs = (double)first.Macs / Math.Max(1, last.Macs),
                SmallerFile = (double)first.FileBytes / last.FileBytes,
                SmallerBundle = (double)first.FileBytes / BundleSize.Of(result, last),
                Faster = last.Speedup!.Speedup,
            };
        }
        catch (InvalidInputException refused)
        {
            effect = effect with { Refused = refused.Message };
        }

        AtomicFile.Write(kept, stream => JsonSerializer.Serialize(stream, effect));
        return effect;
    }

    private RunResult Run(string folder, string recipe, CancellationToken cancellation) =>
        new RecipeRunner(time, observer) { Brief = true, Scores = _scores }.Run(RecipeReader.Parse(recipe, Path.GetFileName(folder)), new RunFolder(folder), cancellation: cancellation);
}
