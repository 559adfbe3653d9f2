namespace Lathe.Graph.Rewriting;

/// <summary>
/// A rewrite: makes a new graph that computes the same (unless its documentation says otherwise). The passes here leave the
/// bodies of If and Loop as they are, and keep every value those capture.
/// </summary>
public interface IGraphPass
{
    /// <summary>A verb phrase that names the effect, as recipes and messages write it.</summary>
    string Name { get; }

    /// <summary>Rewrites a snapshot; the snapshot itself stays as it is, and comes back when there is nothing to do.</summary>
    ModelGraph Run(ModelGraph graph);
}
