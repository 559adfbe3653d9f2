using Lathe.Graph.Ops;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;

namespace Lathe.Graph.Execution;

/// <summary>
/// Interprets a graph with differentiable functions, so that any graph can be evaluated, trained and observed. Values are freed
/// after their last use; what the tape needs stays alive through it.
/// </summary>
public sealed class GraphExecutor : IDisposable
{
    private readonly Dictionary<(bool Fuse, bool Training, IReadOnlySet<string>? Watched), ExecutionPlan> _plans = [];
    private readonly bool _ownsParameters;

    /// <summary>Prepares a graph with its own copy of the parameters, or with given ones.</summary>
    public GraphExecutor(ModelGraph graph, ParameterStore? parameters = null)
    {
        Graph = graph;
        _ownsParameters = parameters is null;
        Parameters = parameters ?? new ParameterStore(graph);
    }

    /// <summary>The graph.</summary>
    public ModelGraph Graph { get; }

    /// <summary>Its parameters.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>Runs the graph; the results belong to the caller's scope.</summary>
    /// <exception cref="UnsupportedOperatorException">The graph has nodes Lathe cannot run; all are named.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, RunOptions? options = null)
    {
        options ??= new RunOptions();
        CheckInputs(inputs);
        inputs = options.Input is { } change ? inputs.ToDictionary(i => i.Key, i => change(i.Key, i.Value)) : inputs;
        return Run(Plan(options), inputs, null, options);
    }

    /// <summary>Runs a graph of one input and returns its first output.</summary>
    public Tensor Run(Tensor input, RunOptions? options = null) =>
        Run(new Dictionary<string, Tensor> { [Graph.Inputs[0].Name] = input }, options)[Graph.Outputs[0].Name];

    /// <summary>Frees the parameters, if they are this executor's own.</summary>
    public void Dispose()
    {
        if (_ownsParameters)
        {
            Parameters.Dispose();
        }
    }

    internal IReadOnlyDictionary<string, Tensor> RunBody(IReadOnlyDictionary<string, Tensor> inputs, Func<string, Tensor?> outer, RunOptions options) =>
        Run(Plan(options), inputs, outer, options);

    private ExecutionPlan Plan(RunOptions options)
    {
        (bool Fuse, bool Training, IReadOnlySet<string>? Watched) key = (options.Fuse && (options.Transform is null || options.Watched is not null), options.Training, options.Watched);
        if (!_plans.TryGetValue(key, out ExecutionPlan? plan))
        {
            _plans[key] = plan = ExecutionPlan.Build(Graph, key.Fuse, key.Training, key.Watched);
        }

        return plan;
    }

    private Dictionary<string, Tensor> Run(ExecutionPlan plan, IReadOnlyDictionary<string, Tensor> inputs, Func<string, Tensor?>? outer, RunOptions options)
    {
        var values = new Dictionary<string, Tensor>();
        Tensor? Lookup(string name) => values.TryGetValue(name, out Tensor? value) ? value
            : inputs.TryGetValue(name, out value) ? value
            : Parameters.All.TryGetValue(name, out value) ? options.Parameter?.Invoke(name, value) ?? value
            : outer?.Invoke(name);

        for (int i = 0; i < plan.Steps.Count; i++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            PlanStep step = plan.Steps[i];
            var context = new ForwardContext(step.Node, Lookup, options.Training, options.Key.Fold((ulong)i))
            {
                Activation = step.Activation,
                Residual = step.Residual is null ? null : Lookup(step.Residual),
                BodyCost = options.BodyCost is { } told ? cost => told(step.Node, cost) : null,
            };
            Store(step, Execute(step, context), values, options);
            foreach (string dying in step.Dying)
            {
                if (values.Remove(dying, out Tensor? dead))
                {
                    dead.Dispose();
                }
            }
        }

        return Collect(values, Lookup);
    }

    private static Tensor[] Execute(PlanStep step, ForwardContext context)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor[] results = NodeRunner.Run(step.Op, context);
        foreach (Tensor result in results)
        {
            scope.MoveOut(result);
        }

        return results;
    }

    private static void Store(PlanStep step, Tensor[] results, Dictionary<string, Tensor> values, RunOptions options)
    {
        for (int o = 0; o < Math.Min(step.Node.Outputs.Length, results.Length); o++)
        {
            string name = o == 0 ? step.Result : step.Node.Outputs[o];
            if (name.Length == 0)
            {
                results[o].Dispose();
                continue;
            }

            Tensor result = options.Transform?.Invoke(step.Node, name, results[o]) ?? results[o];
            values[name] = result;
            options.Observe?.Invoke(step.Node, name, result);
        }
    }

    private Dictionary<string, Tensor> Collect(Dictionary<string, Tensor> values, Func<string, Tensor?> lookup)
    {
        var results = new Dictionary<string, Tensor>();
        foreach (ValueInfo output in Graph.Outputs)
        {
            Tensor value = lookup(output.Name) ?? throw new InvalidInputException($"Graph '{Graph.Name}' has no value for its output '{output.Name}'.");
            results[output.Name] = values.ContainsKey(output.Name) ? value : Functions.Cast(value, value.DType);
        }

        return results;
    }

    private void CheckInputs(IReadOnlyDictionary<string, Tensor> inputs)
    {
        foreach (ValueInfo input in Graph.Inputs)
        {
            if (!inputs.TryGetValue(input.Name, out Tensor? tensor))
            {
                throw new InvalidInputException($"Graph '{Graph.Name}' lacks its input '{input.Name}'. It expects {string.Join("; ", Graph.Inputs)}.");
            }

            bool fits = input.Shape is not { } shape || (shape.Length == tensor.Rank && shape.Select((d, i) => d.Value is null || d.Value == tensor.Shape[i]).All(ok => ok));
            if (tensor.DType != input.Type || !fits)
            {
                throw new InvalidInputException($"Graph '{Graph.Name}' expects input {input}, not {tensor}.");
            }
        }
    }
}
