namespace Lathe.Pipeline.Runs.Steps;

/// <summary>One kind of step of a recipe.</summary>
internal interface IStep
{
    /// <summary>Carries the step out; the result depends only on the recipe, its seed, recorded decisions and the state before.</summary>
    RunState Run(StepContext context, RunState state);
}
