using System.Text.Json;
using Lathe.Graph;
using Lathe.Hardware;
using Lathe.Models;
using Lathe.Onnx;
using Lathe.Pipeline.Recipes;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Runs;

/// <summary>
/// Runs a recipe into a folder. After each step the networks are kept, so a killed run goes on where it was; what a step does
/// depends only on the recipe, its seed and the networks before it.
/// </summary>
public sealed class RecipeRunner(TimeProvider time, IRunObserver observer)
{
    /// <summary>Runs or resumes.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="folder">Where; an existing one is resumed.</param>
    /// <param name="quick">One epoch a step and little data: to see the path work.</param>
    /// <param name="cancellation">Stops after the present training step; the state is kept.</param>
    public RunResult Run(Recipe recipe, RunFolder folder, bool quick = false, CancellationToken cancellation = default)
    {
        long start = time.GetTimestamp();
        RandomKey key = RandomKey.FromSeed(recipe.Seed);
        Dataset data = DatasetCatalog.Open(recipe.Data, key.Fold("split"));
        data = quick ? data with { Train = data.Train.Take(12800), Validation = data.Validation.Take(1000) } : data;
        Lock(folder, recipe, quick);
        folder.Write("environment.json", MachineDescription.Detect());
        RunState state = new() { Graph = Model(recipe, data, key) };
        state = recipe.Steps[0].Kind == "train" ? state : state with { Baseline = state.Graph };
        var runner = new StepRunner(folder, data, key, quick, time, observer);
        for (int i = 0; i < recipe.Steps.Count; i++)
        {
            if (StepStore.TryLoad(folder, i, state) is { } done)
            {
                observer.Say($"step {i + 1} ({recipe.Steps[i].Kind}): done before, loaded");
                state = done;
                continue;
            }

            state = runner.Run(state, recipe.Steps[i], i, cancellation);
            StepStore.Save(folder, i, state);
        }

        return new VariantEvaluator(folder, data, recipe.Target, observer, time).Evaluate(state, () => time.GetElapsedTime(start).TotalSeconds, cancellation);
    }

    private static ModelGraph Model(Recipe recipe, Dataset data, RandomKey key) => ModelZoo.Knows(recipe.Model)
        ? ModelZoo.Create(recipe.Model, new ModelOptions { Classes = data.Classes, Input = data.SampleShape.Dimensions.ToArray(), Width = recipe.Width, Key = key.Fold("weights") })
        : OnnxModel.Load(recipe.Model);

    private static void Lock(RunFolder folder, Recipe recipe, bool quick)
    {
        string text = JsonSerializer.Serialize(new { recipe, quick, version = typeof(RecipeRunner).Assembly.GetName().Version?.ToString(), backend = ComputeBackend.Current.Name, threads = ComputeBackend.Current.Threads.Count });
        string path = folder.File("recipe.lock.json");
        if (File.Exists(path) && File.ReadAllText(path) != text)
        {
            throw new InvalidInputException($"'{folder.Path}' holds a run of another recipe, version, backend or thread count. Resume with the same, or choose another --out.");
        }

        folder.WriteText("recipe.lock.json", text);
    }
}
