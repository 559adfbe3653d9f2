using Lathe.Tensors;

namespace Lathe.Graph.Execution;

/// <summary>Runs the subgraphs of If, Loop and Scan.</summary>
internal static class BodyRunner
{
    public static Tensor[] Run(ModelGraph body, Tensor[] inputs, Func<string, Tensor?> outer, bool training, RandomKey key)
    {
        var named = new Dictionary<string, Tensor>();
        for (int i = 0; i < inputs.Length; i++)
        {
            named[body.Inputs[i].Name] = inputs[i];
        }

        using var executor = new GraphExecutor(body);
        IReadOnlyDictionary<string, Tensor> results = executor.RunBody(named, outer, new RunOptions { Training = training, Key = key });
        return [.. body.Outputs.Select(o => results[o.Name])];
    }
}
