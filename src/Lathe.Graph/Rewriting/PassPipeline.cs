using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Rewriting;

/// <summary>Passes one after another, with the graph verified after each.</summary>
public sealed class PassPipeline : IGraphPass
{
    /// <summary>Joins passes under a name.</summary>
    public PassPipeline(string name, params IReadOnlyList<IGraphPass> passes) => (Name, Passes) = (name, passes);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The passes, in order.</summary>
    public IReadOnlyList<IGraphPass> Passes { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The graph is not valid, before or after a pass.</exception>
    public ModelGraph Run(ModelGraph graph)
    {
        GraphVerifier.Verify(graph);
        foreach (IGraphPass pass in Passes)
        {
            graph = pass.Run(graph);
            IReadOnlyList<string> problems = GraphVerifier.Check(graph);
            if (problems.Count > 0)
            {
                throw new InvalidInputException($"Pass '{pass.Name}' made graph '{graph.Name}' invalid: {string.Join(" ", problems)} The graph before it was valid, so the defect is in the pass.");
            }
        }

        return graph;
    }
}
