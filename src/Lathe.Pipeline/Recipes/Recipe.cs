namespace Lathe.Pipeline.Recipes;

/// <summary>What to make of a network: model, data, targets and steps.</summary>
public sealed record Recipe
{
    /// <summary>A zoo name or the path of an ONNX file.</summary>
    public required string Model { get; init; }

    /// <summary>A known data set.</summary>
    public required string Data { get; init; }

    /// <summary>Channel width factor of a zoo network.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Seed of everything random.</summary>
    public long Seed { get; init; }

    /// <summary>Training samples that are used at most, of the first ones; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Whose electricity counts: three letters of a country, or <c>world</c>; null for what LATHE_COUNTRY says.</summary>
    public string? Country { get; init; }

    /// <summary>What has to be reached.</summary>
    public RecipeTarget Target { get; init; } = new();

    /// <summary>The steps, in order.</summary>
    public required IReadOnlyList<RecipeStep> Steps { get; init; }

    /// <summary>True when the network is to be written as C and run on the target's board.</summary>
    internal bool DeploysC => Steps.Any(s => s.Kind == "deploy" && s.Text(RecipeSchema.Formats, "").Split(',').Contains(RecipeSchema.InC));

    /// <summary>What a run of it was locked to; null in recipes people write.</summary>
    public RecipeLock? Locked { get; init; }
}
