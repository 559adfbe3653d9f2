using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Compression.Sharing.Binding;

/// <summary>
/// Trains shared values themselves: a weight becomes a look-up in the list of its values, so that the gradient of a value is the
/// sum over its members, and momentum, clipping and decay see each value once. After training the weight is written out again.
/// </summary>
public static class WeightBinding
{
    /// <summary>Replaces weights by look-ups.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="weights">The bound weights by parameter name.</param>
    public static ModelGraph Bind(ModelGraph graph, IReadOnlyDictionary<string, BoundWeight> weights)
    {
        var editor = new GraphEditor(graph);
        foreach ((string name, BoundWeight weight) in weights.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            Shape shape = graph.Parameters[name].Shape;
            editor.RemoveParameter(name);
            string values = editor.SetParameter(ValuesOf(name), TensorData.From<float>(weight.Values, new Shape(weight.Values.Length)));
            string entries = editor.AddParameter(name + "/entries", TensorData.From<int>(Array.ConvertAll(weight.Entries, e => Math.Max(0, e)), shape));
            Node look = new(editor.Fresh(name + "/look-up"), "Gather", [values, entries], [name], AttributeMap.Empty.With("axis", 0));
            if (Factors(weight) is { } factors)
            {
                string factor = editor.AddParameter(name + "/factors", TensorData.From<float>(factors, shape));
                look = look with { Outputs = [editor.Fresh(name + "/looked-up")] };
                editor.Add(new Node(editor.Fresh(name + "/factor"), "Mul", [look.Outputs[0], factor], [name], AttributeMap.Empty));
            }

            editor.Add(look);
        }

        return editor.ToGraph();
    }

    /// <summary>The original network with the values a bound one has now.</summary>
    /// <param name="graph">The network before <see cref="Bind"/>.</param>
    /// <param name="bound">The bound network after training.</param>
    /// <param name="weights">The weights that were bound.</param>
    public static ModelGraph Release(ModelGraph graph, ModelGraph bound, IReadOnlyDictionary<string, BoundWeight> weights)
    {
        var parameters = graph.Parameters.ToBuilder();
        foreach ((string name, TensorData old) in graph.Parameters)
        {
            parameters[name] = weights.TryGetValue(name, out BoundWeight? weight)
                ? TensorData.From<float>(weight.Expand(bound.Parameters[ValuesOf(name)].AsSpan<float>()), old.Shape)
                : bound.Parameters.GetValueOrDefault(name, old);
        }

        return graph with { Parameters = parameters.ToImmutable() };
    }

    // Elements that stay zero read some value and take nothing of it: neither its size nor its gradient.
    private static float[]? Factors(BoundWeight weight) =>
        weight.Entries.Contains(-1) ? [.. weight.Entries.Select((e, i) => e < 0 ? 0 : weight.Signs?[i] ?? 1)] : weight.Signs;

    /// <summary>The parameter that holds the trained values of a bound weight.</summary>
    public static string ValuesOf(string name) => name + "/values";
}
