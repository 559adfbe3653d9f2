using Lathe.Compression.Techniques;
using Lathe.Micro.Boards;
using Lathe.Pipeline.Targets;

namespace Lathe.Pipeline.Recipes;

/// <summary>What settings and steps must fulfil together.</summary>
internal static class RecipeRules
{
    private static readonly string[] s_withoutMethod = ["prune", "quantize"];

    /// <summary>Every combination of a recipe that cannot work, with the line of its step.</summary>
    public static IEnumerable<(int Line, string Problem)> Check(Recipe recipe)
    {
        bool quantized = false;
        foreach ((int line, string problem) in FormRules.Check(recipe.Steps))
        {
            yield return (line, problem);
        }

        foreach (RecipeStep step in recipe.Steps)
        {
            if (Technique(step) is { } problem)
            {
                yield return (step.Line, problem);
            }

            if (TechniqueSteps.Find(step) is not null)
            {
                quantized |= step.Kind == "quantize";
                continue;
            }

            if (step.Kind == "prune" && Prune(step, recipe.Target) is { } prune)
            {
                yield return (step.Line, prune);
            }

            if (step.Kind == "quantize" && step.Text("mode", "ptq") == "ptq" && step.Settings.Keys.FirstOrDefault(k => k is "epochs" or "freeze" or "rate") is { } unused)
            {
                yield return (step.Line, $"quantize.{unused} is for mode: qat; ptq does not train");
            }

            if (step.Kind == "deploy" && step.Text(RecipeSchema.Formats, "").Contains("int8", StringComparison.Ordinal) && !quantized)
            {
                yield return (step.Line, "deploy of onnx-int8 needs a quantize step before it");
            }

            if (step.Kind == "deploy" && step.Text(RecipeSchema.Formats, "").Split(',').Contains(RecipeSchema.InC) && InC(recipe.Target.Device, quantized) is { } unfit)
            {
                yield return (step.Line, unfit);
            }

            quantized = step.Kind == "quantize" || (quantized && step.Kind is "deploy" or "evaluate");
        }
    }

    private static string? InC(string? device, bool quantized) =>
        !quantized ? "deploy of c needs a quantize step before it"
        : device is null || BoardCatalog.Emulating(device) is null ? $"deploy of c needs target.device: a microcontroller whose core can be emulated, one of {string.Join(", ", BoardCatalog.Names.Where(n => TargetDevices.Problem(n) is null && BoardCatalog.Emulating(n) is not null))}"
        : null;

    /// <summary>What is wrong with a step that techniques carry out; null where all is well or the step is the pipeline's own.</summary>
    private static string? Technique(RecipeStep step)
    {
        if (TechniqueSteps.Find(step) is { } technique)
        {
            string[] problems = [.. technique.Problems(technique.Settings.Bind(step.Settings))];
            return problems.Length == 0 ? null : $"{step.Kind} ({technique.Info.Method}): {string.Join("; ", problems)}";
        }

        return TechniqueCatalog.Steps.Contains(step.Kind) && !step.Settings.ContainsKey(RecipeSchema.Method) && !s_withoutMethod.Contains(step.Kind)
            ? $"{step.Kind} needs a method: {string.Join(", ", RecipeSchema.Methods(step.Kind))}"
            : null;
    }

    private static string? Prune(RecipeStep step, RecipeTarget target)
    {
        if (step.Text("until", "") is not { Length: > 0 } figure)
        {
            return step.Settings.ContainsKey("to") ? "prune.to needs until: latency, size, macs, energy, ram, flash or accuracy" : null;
        }

        if (figure == "accuracy")
        {
            return step.Text("schedule", "iterative") == "one-shot" ? "prune until: accuracy needs schedule: iterative, because accuracy is known only after training"
                : step.Settings.ContainsKey("to") || target.AccuracyDropPoints is not null ? null
                : "prune until: accuracy needs target.accuracy-drop, or to: 1 %";
        }

        if (figure is "energy" or "ram" or "flash" && !TargetDevices.IsModelled(target.Device))
        {
            return $"prune until: {figure} needs a device of the catalog as target.device; it is modelled there";
        }

        if (step.Settings.ContainsKey("ratio"))
        {
            return $"prune has both ratio and until: {figure}; choose one";
        }

        return step.Settings.TryGetValue("to", out string? to)
            ? TargetLimit.TryParse(to, figure) is null ? $"prune.to is '{to}'; expected a number above 0 and a unit: {string.Join(", ", TargetLimit.Units[figure].Select(u => u.Unit))} or % of the baseline" : null
            : target.Of(figure) is null ? $"prune until: {figure} needs target.{figure}, or its own to:" : null;
    }
}
