using Lathe.Graph.Editing;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>Gives open dimensions of the inputs a size, by name: what depends on the length of a sequence can then be settled before deployment.</summary>
/// <param name="sizes">The size of each named dimension.</param>
public sealed class FixDimensions(IReadOnlyDictionary<string, int> sizes) : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "fix-dimensions";

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">No input has a dimension of one of the names.</exception>
    public ModelGraph Run(ModelGraph graph)
    {
        HashSet<string> open = [.. graph.Inputs.SelectMany(i => i.Shape ?? []).Select(d => d.Symbol).OfType<string>()];
        if (sizes.Keys.FirstOrDefault(s => !open.Contains(s)) is { } unknown)
        {
            throw new InvalidInputException($"No input of graph '{graph.Name}' has an open dimension '{unknown}'. Its inputs are {string.Join("; ", graph.Inputs)}.");
        }

        var editor = new GraphEditor(graph);
        Fix(editor.Inputs);
        Fix(editor.Outputs);
        return editor.ToGraph();
    }

    private void Fix(List<ValueInfo> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i].Shape is { } shape)
            {
                values[i] = values[i] with { Shape = [.. shape.Select(d => d.Symbol is { } name && sizes.TryGetValue(name, out int size) ? new Dimension(size) : d)] };
            }
        }
    }
}
