using Lathe.Graph.Ops;
using Lathe.Graph.Readings;

namespace Lathe.Graph.Coupling;

/// <summary>The coupling of a whole graph: which indices of which parameters must be removed together.</summary>
public sealed class DependencyGraph
{
    private DependencyGraph(ModelGraph graph, IReadOnlyDictionary<string, TensorType> types, ChannelLabels labels) => (Graph, Types, Labels) = (graph, types, labels);

    /// <summary>The graph.</summary>
    public ModelGraph Graph { get; }

    /// <summary>The concrete types of all values.</summary>
    public IReadOnlyDictionary<string, TensorType> Types { get; }

    /// <summary>The labels after all ops have declared their coupling.</summary>
    public ChannelLabels Labels { get; }

    /// <summary>Builds the coupling of a graph; inputs and outputs keep their shapes.</summary>
    public static DependencyGraph Build(ModelGraph graph)
    {
        IReadOnlyDictionary<string, TensorType> types = ShapeInference.Run(graph);
        var labels = new ChannelLabels(types);
        foreach (Node node in graph.Nodes)
        {
            var context = new CouplingContext(node, labels, types, name => graph.Parameters.GetValueOrDefault(name));
            if (OpRegistry.Find(node) is { } op && !Captures.Of(node).Any())
            {
                op.Couple(context);
            }
            else
            {
                context.PinAll();
                foreach (string captured in Captures.Of(node))
                {
                    context.Pin(captured);
                }
            }
        }

        foreach (string name in graph.Inputs.Concat(graph.Outputs).Select(v => v.Name))
        {
            for (int axis = 0; axis < types[name].Shape.Rank; axis++)
            {
                for (int i = 0; i < types[name].Shape[axis]; i++)
                {
                    labels.Pin(labels.Of(name, axis, i));
                }
            }
        }

        return new DependencyGraph(graph, types, labels);
    }
}
