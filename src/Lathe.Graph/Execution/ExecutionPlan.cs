using Lathe.Graph.Ops;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Execution;

/// <summary>The order of steps of a graph, fused where the kernels allow it, with the moment each value dies.</summary>
internal sealed class ExecutionPlan
{
    private static readonly HashSet<string> s_nothing = [];

    private ExecutionPlan(IReadOnlyList<PlanStep> steps) => Steps = steps;

    public IReadOnlyList<PlanStep> Steps { get; }

    public static ExecutionPlan Build(ModelGraph graph, bool fuse, bool training, IReadOnlySet<string>? watched = null)
    {
        var index = new GraphIndex(graph);
        var absorbed = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var steps = new List<PlanStep>();
        var unsupported = new List<string>();
        foreach (Node node in graph.Nodes)
        {
            if (absorbed.Contains(node))
            {
                continue;
            }

            if (OpRegistry.Find(node) is not { } op)
            {
                unsupported.Add(node.Describe());
                continue;
            }

            var step = new PlanStep(node, op);
            if (fuse)
            {
                Absorb(step, graph, index, absorbed, training, watched ?? s_nothing);
            }

            steps.Add(step);
        }

        if (unsupported.Count > 0)
        {
            throw new UnsupportedOperatorException(graph.ImportedOpset, unsupported);
        }

        steps = Reorder(steps);
        MarkDying(graph, steps);
        return new ExecutionPlan(steps);
    }

    private static void Absorb(PlanStep step, ModelGraph graph, GraphIndex index, HashSet<Node> absorbed, bool training, IReadOnlySet<string> watched)
    {
        // What is fused away is never seen as a value of its own.
        if (watched.Contains(step.Result))
        {
            return;
        }

        if (training && step.Op.FusesResidual && index.SingleConsumer(step.Result) is { OpType: "Add", Domain: "" } add && add.Inputs.Length == 2 && add.Inputs[0] != add.Inputs[1])
        {
            string other = add.Inputs[0] == step.Result ? add.Inputs[1] : add.Inputs[0];
            bool sameRank = !watched.Contains(add.Outputs[0]) && index.Producer(other) is { } producer && !absorbed.Contains(add) && IsFullSize(producer);
            if (sameRank && index.SingleConsumer(add.Outputs[0]) is { OpType: "Relu", Domain: "" } relu)
            {
                absorbed.Add(add);
                absorbed.Add(relu);
                (step.Residual, step.Activation, step.Result) = (other, Activation.Relu, relu.Outputs[0]);
                return;
            }
        }

        if (step.Op.FusesActivation && index.SingleConsumer(step.Result) is { Domain: "" } next && ActivationOf(next, graph) is { } activation)
        {
            absorbed.Add(next);
            (step.Activation, step.Result) = (activation, next.Outputs[0]);
        }
    }

    // The other side of a residual sum must be a feature map of the same shape, not something broadcast.
    private static bool IsFullSize(Node producer) => producer.OpType is "Conv" or "BatchNormalization" or "Relu" or "Clip" or "Add";

    private static Activation? ActivationOf(Node node, ModelGraph graph)
    {
        if (node.OpType == "Relu")
        {
            return Activation.Relu;
        }

        if (node.OpType == "Clip" && Constant(node.Input(1), graph) == 0 && Constant(node.Input(2), graph) == 6)
        {
            return Activation.Relu6;
        }

        return null;
    }

    private static float? Constant(string? name, ModelGraph graph) =>
        name is not null && graph.Parameters.TryGetValue(name, out TensorData? data) && data is { Type: Tensors.DType.Float32, Count: 1 } ? data.ToFloats()[0] : null;

    /// <summary>A residual may be made after the step that absorbs its sum: steps are sorted again by what they read.</summary>
    private static List<PlanStep> Reorder(List<PlanStep> steps)
    {
        var producers = new Dictionary<string, PlanStep>();
        foreach (PlanStep step in steps)
        {
            foreach (string output in step.Writes)
            {
                producers[output] = step;
            }
        }

        var sorted = new List<PlanStep>();
        var done = new HashSet<PlanStep>();
        var stack = new Stack<(PlanStep Step, bool Expanded)>();
        foreach (PlanStep root in steps)
        {
            stack.Push((root, false));
            while (stack.TryPop(out (PlanStep Step, bool Expanded) top))
            {
                if (top.Expanded)
                {
                    sorted.Add(top.Step);
                }
                else if (done.Add(top.Step))
                {
                    stack.Push((top.Step, true));
                    foreach (string input in top.Step.Reads)
                    {
                        if (producers.TryGetValue(input, out PlanStep? producer) && !done.Contains(producer))
                        {
                            stack.Push((producer, false));
                        }
                    }
                }
            }
        }

        return sorted;
    }

    private static void MarkDying(ModelGraph graph, List<PlanStep> steps)
    {
        var alive = new HashSet<string>(graph.Outputs.Select(o => o.Name));
        alive.UnionWith(graph.Parameters.Keys);
        alive.UnionWith(graph.Inputs.Select(i => i.Name));
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            steps[i].Dying = [.. steps[i].Reads.Concat(steps[i].Writes).Distinct().Where(alive.Add)];
        }
    }
}
