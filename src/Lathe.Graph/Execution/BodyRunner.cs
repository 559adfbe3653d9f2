using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Graph.Execution;

/// <summary>Runs the subgraphs of If, Loop and Scan.</summary>
internal static class BodyRunner
{
    public static Tensor[] Run(ModelGraph body, Tensor[] inputs, Func<string, Tensor?> outer, bool training, RandomKey key, Action<OpCost>? told)
    {
        var named = new Dictionary<string, Tensor>();
        for (int i = 0; i < inputs.Length; i++)
        {
            named[body.Inputs[i].Name] = inputs[i];
        }

        using var executor = new GraphExecutor(body);
        var options = new RunOptions { Training = training, Key = key };
        IReadOnlyDictionary<string, Tensor> results = told is null ? executor.RunBody(named, outer, options) : Measure(executor, named, outer, options, told);
        return [.. body.Outputs.Select(o => results[o.Name])];
    }

    private static IReadOnlyDictionary<string, Tensor> Measure(GraphExecutor executor, Dictionary<string, Tensor> inputs, Func<string, Tensor?> outer, RunOptions options, Action<OpCost> told)
    {
        ModelGraph body = executor.Graph;
        Dictionary<string, TensorType> types = body.Parameters.ToDictionary(p => p.Key, p => new TensorType(p.Value.Type, p.Value.Shape));
        foreach (string name in body.Nodes.SelectMany(n => n.Inputs).Where(i => i.Length > 0).Distinct())
        {
            if ((inputs.GetValueOrDefault(name) ?? outer(name)) is { } tensor)
            {
                types.TryAdd(name, new TensorType(tensor.DType, tensor.Shape));
            }
        }

        OpCost inside = default;
        IReadOnlyDictionary<string, Tensor> results = executor.RunBody(inputs, outer, options with
        {
            Fuse = false,
            Observe = (_, name, tensor) => types[name] = new TensorType(tensor.DType, tensor.Shape),
            BodyCost = (_, cost) => inside += cost,
        });
        foreach (Node node in body.Nodes)
        {
            inside += OpRegistry.Find(node)!.Cost(new CostContext(node, types));
        }

        told(inside);
        return results;
    }
}
