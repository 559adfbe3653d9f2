using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Distillation;

/// <summary>A teacher that runs here, as a graph.</summary>
public sealed class GraphTeacher(ModelGraph graph) : ITeacher
{
    private readonly GraphExecutor _executor = new(graph);

    /// <inheritdoc/>
    public string Name => graph.Name;

    /// <inheritdoc/>
    public Tensor Answer(Tensor input) => _executor.Run(input);

    /// <inheritdoc/>
    public void Dispose() => _executor.Dispose();
}
