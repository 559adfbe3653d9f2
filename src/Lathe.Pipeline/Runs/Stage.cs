using Lathe.Graph;

namespace Lathe.Pipeline.Runs;

/// <summary>A network on the way that a run keeps, because the last one may turn out to have lost too much.</summary>
/// <param name="Name">The variant's name.</param>
/// <param name="Graph">The network.</param>
public sealed record Stage(string Name, ModelGraph Graph);
