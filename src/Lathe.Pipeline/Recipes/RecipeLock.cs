namespace Lathe.Pipeline.Recipes;

/// <summary>What besides the recipe decides the bits of a run: the part that <c>recipe.lock.yaml</c> adds under <c>locked</c>.</summary>
public sealed record RecipeLock
{
    /// <summary>Lathe's version.</summary>
    public required string Version { get; init; }

    /// <summary>The kernel backend.</summary>
    public required string Backend { get; init; }

    /// <summary>Threads of the kernels; sums depend on how work is split.</summary>
    public required int Threads { get; init; }

    /// <summary>True for a quick run.</summary>
    public bool Quick { get; init; }

    /// <summary>What was measured and then decided, by step.</summary>
    public IReadOnlyDictionary<string, string> Decisions { get; init; } = new Dictionary<string, string>();
}
