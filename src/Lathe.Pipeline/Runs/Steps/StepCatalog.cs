using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>The steps by their names in recipes.</summary>
internal static class StepCatalog
{
    private static readonly Dictionary<string, IStep> s_steps = new()
    {
        ["train"] = new TrainStep(),
        ["prune"] = new PruneStep(),
        ["quantize"] = new QuantizeStep(),
        ["deploy"] = new DeployStep(),
        ["evaluate"] = new EvaluateStep(),
    };

    public static IStep Find(RecipeStep step) => TechniqueSteps.Find(step) is { } technique ? new TechniqueStep(technique) : s_steps[step.Kind];
}
