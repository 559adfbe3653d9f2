using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware;
using Lathe.Hardware.Energy;
using Lathe.Micro.Emulation;
using Lathe.Models;
using Lathe.Pipeline.Costs;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Exporting;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Reports.Measurements;
using Lathe.Pipeline.Runs.Steps;
using Lathe.Pipeline.Targets;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Metrics;

namespace Lathe.Pipeline.Runs;

/// <summary>
/// Runs a recipe into a folder. After each step the networks are kept, so a killed run goes on where it was; what a step does
/// depends only on the recipe, its seed, the decisions on record and the networks before it.
/// </summary>
public sealed class RecipeRunner(TimeProvider time, IRunObserver observer)
{
    // Enough to see every step work, in well under two minutes.
    private const int QuickSamples = 12800, QuickValidation = 1000;

    /// <summary>True where only accuracy and size matter, as for one of many runs: latency is measured briefly, layers not at all.</summary>
    public bool Brief { get; init; }

    /// <summary>What files did in earlier runs of the same data and seed: one memory for many runs saves judging their baseline again.</summary>
    public ScoreMemory Scores { get; init; } = new();

    /// <summary>Runs or resumes.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="folder">Where; an existing one is resumed.</param>
    /// <param name="quick">One epoch a step and little data: to see the path work.</param>
    /// <param name="cancellation">Stops after the present training step; the state is kept.</param>
    public RunResult Run(Recipe recipe, RunFolder folder, bool quick = false, CancellationToken cancellation = default)
    {
        long start = time.GetTimestamp();
        RandomKey key = RandomKey.FromSeed(recipe.Seed);
        Dataset data = Judged(DatasetCatalog.Open(recipe.Data, key.Fold("split")), recipe);
        RunState state = EarlierRun.Is(recipe.Model) ? EarlierRun.Load(recipe.Model) : new() { Graph = Model(recipe, data, key) };
        RequireGivesBack(state.Graph, data);
        state = recipe.Steps[0].Kind == "train" || state.Baseline is not null ? state : state with { Baseline = state.Graph };

        CarbonIntensity carbon = CarbonSetting.Of(recipe.Country);
        if (recipe.DeploysC)
        {
            Emulator.Require();
            CExport.Check(state.Graph, data);
        }

        ITargetDevice device = TargetDevices.Open(recipe.Target.Device, carbon, time, observer.Say, Brief);

        // Nothing is written before model, data and device are known to be there.
        RunLock locked = RunLock.Open(folder, recipe, quick);
        data = recipe.Limit is { } limit ? data with { Train = data.Train.Take(limit) } : data;
        data = locked.Quick ? data with { Train = data.Train.Take(QuickSamples), Validation = data.Validation.Take(QuickValidation) } : data;
        folder.Write("environment.json", RunEnvironment.Detect(time));
        var ledger = new EnergyLedger(folder, EnergyMeters.Open(time, MachineDescription.Detect()));
        var context = new StepContext { Folder = folder, Lock = locked, Recipe = recipe, Data = data, Target = device, Key = key, Time = time, Observer = observer, Cancellation = cancellation };
        for (int i = 0; i < recipe.Steps.Count; i++)
        {
            int index = i;
            RunState before = state;
            state = ledger.Meter($"{i + 1} {recipe.Steps[i].Kind}", () => Step(context with { Index = index }, before));
        }

        RunResult result = ledger.Meter("measuring", () => new VariantEvaluator(folder, data, recipe.Target, device, observer) { Brief = Brief, Scores = Scores }.Evaluate(state, cancellation));
        result = result with { Metric = AccuracyMeter.For(data.Test).Name, Seconds = time.GetElapsedTime(start).TotalSeconds, Footprint = new RunFootprint(ledger.Phases, carbon) };
        folder.Write("result.json", result);
        if (!Brief)
        {
            CostRecorder.Record(folder, result, recipe.Target.Device, carbon, observer.Say);
            observer.Say("measuring their layers");
            new RunRecorder(folder, time).Record(result, StaticQuantizer.Prepare(state.Graph), data.Validation, cancellation);
        }

        return result;
    }

    /// <summary>Runs judge classifiers, language models and detectors of anomalies; other real-valued targets can be trained on through the library.</summary>
    private static Dataset Judged(Dataset data, Recipe recipe) => data.Classes > 0 ? data
        : data.Test.IsDetection && recipe.Steps.Any(s => s.Kind == "distill") ? throw new InvalidInputException($"The recipe distils, which softens the probabilities of classes, but on '{data.Name}' the network gives samples back. Leave the step away.")
        : data.Test.IsDetection ? data
        : throw new InvalidInputException($"Data set '{data.Name}' has real-valued targets; recipes take classes of images, series, sound, tables and texts, or some of them as normal and the others as anomalies. Use a set such as fashion-mnist, or train through Lathe.Training.");

    private static void RequireGivesBack(ModelGraph graph, Dataset data)
    {
        if (data.Test.IsDetection && ShapeInference.Run(graph)[graph.Outputs[0].Name].Shape.Count != data.SampleShape.Count)
        {
            throw new InvalidInputException($"Network '{graph.Name}' does not give back samples of {data.SampleShape}, by whose error anomalies are told. Take an autoencoder, such as fc-autoencoder.");
        }
    }

    private static RunState Step(StepContext context, RunState state)
    {
        if (StepStore.TryLoad(context.Folder, context.Index, state) is { } done)
        {
            context.Observer.Say($"step {context.Index + 1} ({context.Step.Kind}): done before, loaded");
            return done;
        }

        state = StepCatalog.Find(context.Step).Run(context, state);
        StepStore.Save(context.Folder, context.Index, state);
        return state;
    }

    private static ModelGraph Model(Recipe recipe, Dataset data, RandomKey key) => ModelZoo.Knows(recipe.Model)
        ? ModelZoo.Create(recipe.Model, new ModelOptions { Classes = data.Classes, Input = data.SampleShape.Dimensions.ToArray(), Width = recipe.Width, Vocabulary = data.Vocabulary, Key = key.Fold("weights") })
        : ModelFile.Load(recipe.Model);
}
