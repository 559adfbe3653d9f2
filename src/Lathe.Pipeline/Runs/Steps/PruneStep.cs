using System.Globalization;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary><c>prune</c>: rounds of ranking, removing and fine-tuning; by a given ratio, or until a figure is reached.</summary>
internal sealed class PruneStep : IStep
{
    public RunState Run(StepContext context, RunState state)
    {
        RunState pruned = context.Step.Text("until", "") switch
        {
            "" => state with { Graph = ByRatio(context, state.Graph) },
            "accuracy" => WhileAccurate(context, state),
            string figure => UntilReached(context, state, figure),
        };
        return pruned with { Quantized = null, Placement = null };
    }

    private static ModelGraph ByRatio(StepContext context, ModelGraph graph)
    {
        int rounds = context.Step.Int("rounds", 1);
        double each = 1 - Math.Pow(1 - context.Step.Number("ratio", 0.5), 1.0 / rounds);
        for (int i = 0; i < rounds; i++)
        {
            var round = new PruneRound(context, graph, i);
            graph = round.FineTune(round.Cut(each));
        }

        return graph;
    }

    /// <summary>
    /// Each round goes an equal factor nearer to the limit, and removes as little as that takes. What earlier rounds gave is kept:
    /// it may be the best that loses little enough. A kill between rounds finds the ratios in the lock file.
    /// </summary>
    private static RunState UntilReached(StepContext context, RunState state, string figure)
    {
        var goal = new PruneGoal(context, figure, state.Baseline ?? state.Graph);
        int rounds = context.Step.Text("schedule", "one-shot") == "iterative" ? context.Step.Int("rounds", 3) : 1;
        ModelGraph graph = state.Graph;
        double start = Decided(context, "start", () => goal.Excess(graph));
        var stages = new List<Stage>(state.Stages);
        for (int i = 0; i < rounds && start > 1; i++)
        {
            var round = new PruneRound(context, graph, i);
            if (i > 0)
            {
                stages.Add(new Stage($"pruned-{context.Index + 1}-{i}", graph));
            }

            double limit = Math.Pow(start, 1 - ((i + 1.0) / rounds));
            double ratio = Decided(context, $"ratio-{i}", () => goal.Ratio(r => round.Cut(r).Graph, limit));
            graph = round.FineTune(round.Cut(ratio));
        }

        double reached = Decided(context, "reached", () => goal.Excess(graph));
        string text = string.Create(CultureInfo.InvariantCulture, $"{reached * 100:0.#} % of the limit");
        context.Observer.Say($"prune until {figure}: {text} {goal.Limit}");
        return state with { Graph = graph, Stages = stages, Goals = [.. state.Goals, new TargetVerdict($"prune {figure}", goal.Limit, text, reached <= 1)] };
    }

    /// <summary>Rounds of a fixed share as long as validation accuracy stays near the start's; the last good network is kept.</summary>
    private static RunState WhileAccurate(StepContext context, RunState state)
    {
        double drop = context.Step.Settings.TryGetValue("to", out string? to) ? Recipes.TargetLimit.TryParse(to, "accuracy")!.Amount : context.Recipe.Target.AccuracyDropPoints!.Value;
        double least = Accuracy(context, state.Baseline ?? state.Graph) - (drop / 100);
        ModelGraph graph = state.Graph;
        int done = 0;
        for (; done < context.Step.Int("rounds", 10); done++)
        {
            var round = new PruneRound(context, graph, done);
            ModelGraph next = round.FineTune(round.Cut(context.Step.Number("ratio", 0.15)));
            if (Accuracy(context, next) < least)
            {
                break;
            }

            graph = next;
        }

        context.Observer.Say($"prune until accuracy: kept the network after round {done}");
        return state with { Graph = graph, Goals = [.. state.Goals, new TargetVerdict("prune accuracy", $"{drop:0.##} points", $"{done} rounds kept", done > 0)] };
    }

    private static double Accuracy(StepContext context, ModelGraph graph)
    {
        using var executor = new GraphExecutor(graph);
        return Evaluator.Accuracy(executor, context.Data.Validation);
    }

    private static double Decided(StepContext context, string what, Func<double> decide) =>
        double.Parse(context.Lock.Decide($"{context.Index}-prune/{what}", () => decide().ToString("R", CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}
