using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Training.Losses;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary><c>distill</c>: fits the network to the baseline's outputs and the labels.</summary>
internal sealed class DistillStep : IStep
{
    public RunState Run(StepContext context, RunState state)
    {
        using var teacher = new GraphExecutor(state.Baseline ?? throw new InvalidInputException($"line {context.Step.Line}: distill needs a baseline to learn from. Put a train step before it."));
        var loss = new DistillationLoss(teacher, (float)context.Step.Number("temperature", 4), (float)context.Step.Number("alpha", 0.7));
        ModelGraph graph = StepTraining.Fit(context, state.Graph, $"{context.Index}-distill", new TrainingDefaults(3, 0.05f) { Loss = loss });
        return state with { Graph = graph, Quantized = null, Placement = null };
    }
}
