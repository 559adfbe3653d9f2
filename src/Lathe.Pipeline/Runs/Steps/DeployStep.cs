using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary><c>deploy</c>: says which formats are written and measured at the end; without it, all that the steps made.</summary>
internal sealed class DeployStep : IStep
{
    public RunState Run(StepContext context, RunState state) => state with { Formats = context.Step.Text(RecipeSchema.Formats, "").Split(',') };
}
