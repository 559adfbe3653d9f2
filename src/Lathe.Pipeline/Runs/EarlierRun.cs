using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Runs;

/// <summary>An earlier run as the start of another.</summary>
public static class EarlierRun
{
    /// <summary>True for the folder of a run.</summary>
    public static bool Is(string path) => File.Exists(Path.Combine(path, "recipe.lock.yaml"));

    /// <summary>The recipe it was locked to.</summary>
    public static Recipe Recipe(string path) => RecipeReader.Load(Path.Combine(path, "recipe.lock.yaml"));

    /// <summary>The networks after its last finished step; what it said about its targets stays behind.</summary>
    /// <exception cref="InvalidInputException">No step of it is finished.</exception>
    public static RunState Load(string path)
    {
        var folder = new RunFolder(path);
        RunState? state = null;
        for (int step = Recipe(path).Steps.Count - 1; step >= 0 && state is null; step--)
        {
            state = StepStore.TryLoad(folder, step, new RunState { Graph = null! });
        }

        return (state ?? throw new InvalidInputException($"No step of the run in '{path}' is finished. Finish it with: lathe optimize RECIPE --out {path} --resume")) with { Goals = [], Stages = [], Formats = null, Files = [], Placement = null, Quantized = null };
    }
}
