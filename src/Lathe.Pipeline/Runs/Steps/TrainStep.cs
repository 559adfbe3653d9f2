using Lathe.Graph;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary><c>train</c>: fits the network; the first one gives the baseline.</summary>
internal sealed class TrainStep : IStep
{
    public RunState Run(StepContext context, RunState state)
    {
        ModelGraph graph = StepTraining.Fit(context, state.Graph, $"{context.Index}-train", new TrainingDefaults(10, 0.1f));
        return state with { Graph = graph, Baseline = state.Baseline ?? graph, Quantized = null, Placement = null };
    }
}
