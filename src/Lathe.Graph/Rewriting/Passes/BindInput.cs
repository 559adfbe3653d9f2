using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>
/// Makes an input a constant: a network that chooses between two by a sampling rate becomes the one that is deployed. The result
/// has one input less.
/// </summary>
/// <param name="input">The input's name.</param>
/// <param name="value">What it always is.</param>
public sealed class BindInput(string input, TensorData value) : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "bind-input";

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The graph has no such input, or the value does not fit it.</exception>
    public ModelGraph Run(ModelGraph graph)
    {
        ValueInfo declared = graph.Inputs.FirstOrDefault(i => i.Name == input)
            ?? throw new InvalidInputException($"Graph '{graph.Name}' has no input '{input}' to bind. It has {string.Join("; ", graph.Inputs)}.");
        bool fits = declared.Shape is not { } shape || (shape.Length == value.Shape.Rank && shape.Select((d, i) => d.Value is null || d.Value == value.Shape[i]).All(ok => ok));
        if (declared.Type != value.Type || !fits)
        {
            throw new InvalidInputException($"Graph '{graph.Name}': input {declared} cannot always be {value}. Give a value of its type and shape.");
        }

        var editor = new GraphEditor(graph);
        editor.Inputs.RemoveAll(i => i.Name == input);
        editor.SetParameter(input, value);
        return editor.ToGraph();
    }
}
