using Lathe.Pipeline.Recipes;
using Lathe.Tensors;

namespace Lathe.Pipeline.Runs;

/// <summary>
/// The run's <c>recipe.lock.yaml</c>: the recipe with everything else that decides its bits. It is a recipe itself; running it
/// repeats the run, decisions that were measured included.
/// </summary>
internal sealed class RunLock
{
    private const string FileName = "recipe.lock.yaml";
    private readonly RunFolder _folder;
    private readonly SortedDictionary<string, string> _decisions;
    private Recipe _recipe;

    private RunLock(RunFolder folder, Recipe recipe, IEnumerable<KeyValuePair<string, string>> decisions)
    {
        (_folder, _recipe) = (folder, recipe);
        _decisions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in decisions)
        {
            _decisions[key] = value;
        }

        Write();
    }

    /// <summary>Locks a new run, or goes on with the one in the folder.</summary>
    /// <exception cref="InvalidInputException">The folder holds another run, or the recipe is locked to what this is not.</exception>
    public static RunLock Open(RunFolder folder, Recipe recipe, bool quick)
    {
        var present = new RecipeLock
        {
            Version = typeof(RunLock).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            Backend = ComputeBackend.Current.Name,
            Threads = ComputeBackend.Current.Threads.Count,
            Quick = quick || recipe.Locked is { Quick: true },
        };
        if (recipe.Locked is { } wanted && Plain(wanted) != Plain(present))
        {
            throw new InvalidInputException($"The recipe is locked to {Plain(wanted)}; this is {Plain(present)}. Set LATHE_BACKEND and LATHE_THREADS to match, or take its 'locked' part out.");
        }

        var decisions = new Dictionary<string, string>(recipe.Locked?.Decisions ?? new Dictionary<string, string>());
        Recipe locked = recipe with { Locked = present };
        if (File.Exists(folder.File(FileName)))
        {
            Recipe before = RecipeReader.Load(folder.File(FileName));
            if (Text(before) != Text(locked))
            {
                throw new InvalidInputException($"'{folder.Path}' holds a run of another recipe, version, backend or thread count. Resume with the same, or choose another --out.");
            }

            foreach ((string key, string value) in before.Locked!.Decisions)
            {
                decisions[key] = value;
            }
        }

        return new RunLock(folder, locked, decisions);
    }

    /// <summary>True for a quick run.</summary>
    public bool Quick => _recipe.Locked!.Quick;

    /// <summary>A decision: the recorded one where there is one, else a new one, which is recorded.</summary>
    public string Decide(string key, Func<string> decide)
    {
        if (!_decisions.TryGetValue(key, out string? value))
        {
            _decisions[key] = value = decide();
            Write();
        }

        return value;
    }

    private void Write()
    {
        _recipe = _recipe with { Locked = _recipe.Locked! with { Decisions = _decisions } };
        _folder.WriteText(FileName, RecipeWriter.Write(_recipe));
    }

    private static string Text(Recipe recipe) => RecipeWriter.Write(recipe with { Locked = recipe.Locked! with { Decisions = new Dictionary<string, string>() } });

    private static string Plain(RecipeLock locked) => $"version {locked.Version}, backend {locked.Backend}, {locked.Threads} threads{(locked.Quick ? ", quick" : "")}";
}
