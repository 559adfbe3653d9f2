using Lathe.Tensors;

namespace Lathe.Graph.Execution;

/// <summary>The parameters of a graph as tensors; the learned ones gather gradients.</summary>
public sealed class ParameterStore : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];

    /// <summary>Copies the parameters of a graph into tensors.</summary>
    public ParameterStore(ModelGraph graph)
    {
        HashSet<string> learned = LearnedNames(graph);
        foreach ((string name, TensorData data) in graph.Parameters)
        {
            Tensor tensor = data.ToTensor();
            tensor.Name = name;
            tensor.RequiresGradient = learned.Contains(name);
            _tensors[name] = tensor.Outlive();
        }
    }

    /// <summary>All parameters by name.</summary>
    public IReadOnlyDictionary<string, Tensor> All => _tensors;

    /// <summary>The learned parameters, in ordinal order of their names.</summary>
    public IEnumerable<Tensor> Learned => _tensors.Values.Where(t => t.RequiresGradient).OrderBy(t => t.Name, StringComparer.Ordinal);

    /// <summary>The names of the parameters training changes by gradient.</summary>
    public static HashSet<string> LearnedNames(ModelGraph graph) => LearnedParameters.Of(graph);

    /// <summary>The graph with the present values of these tensors.</summary>
    public ModelGraph Snapshot(ModelGraph graph) => graph with
    {
        Parameters = graph.Parameters.SetItems(_tensors.Where(t => graph.Parameters.ContainsKey(t.Key)).Select(t => KeyValuePair.Create(t.Key, TensorData.From(t.Value)))),
    };

    /// <summary>Forgets all gradients.</summary>
    public void ClearGradients()
    {
        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Gradient?.Dispose();
            tensor.Gradient = null;
        }
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        ClearGradients();
        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
