using Lathe.Compression.Techniques;

namespace Lathe.Pipeline.Recipes;

/// <summary>The techniques that steps of recipes name.</summary>
public static class TechniqueSteps
{
    /// <summary>The method of quantize that stands for its own loop: static 8 bits, placed where they pay.</summary>
    internal const string StaticQuantization = "static";

    // What a step means that names no method.
    private static readonly Dictionary<string, string> s_usual = new() { ["distill"] = "logits" };

    /// <summary>The technique of a step, or null where the step is one of the pipeline's own.</summary>
    public static ITechnique? Find(RecipeStep step) => Find(step.Kind, step.Settings.GetValueOrDefault(RecipeSchema.Method));

    /// <summary>The technique of a step with a method; without one, the usual or only one.</summary>
    public static ITechnique? Find(string kind, string? method) => method is not null ? TechniqueCatalog.Find(kind, method)
        : s_usual.TryGetValue(kind, out string? usual) ? TechniqueCatalog.Find(kind, usual)
        : RecipeSchema.Methods(kind).ToList() is [string only] ? TechniqueCatalog.Find(kind, only)
        : null;
}
