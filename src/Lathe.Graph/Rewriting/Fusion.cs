namespace Lathe.Graph.Rewriting;

/// <summary>A matched idiom: the node that takes the root's place under its name, and the inner nodes that go.</summary>
internal sealed record Fusion(Node Replacement, IReadOnlyCollection<Node> Inner);
