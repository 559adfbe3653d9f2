using System.Collections.Immutable;

namespace Lathe.Graph;

/// <summary>
/// A network: an immutable snapshot of nodes in topological order, with parameters by name. Changes go through a
/// <see cref="Editing.GraphEditor"/> and give a new snapshot.
/// </summary>
public sealed record ModelGraph
{
    /// <summary>The name of the network.</summary>
    public required string Name { get; init; }

    /// <summary>Values fed from outside.</summary>
    public required ImmutableArray<ValueInfo> Inputs { get; init; }

    /// <summary>Values handed out.</summary>
    public required ImmutableArray<ValueInfo> Outputs { get; init; }

    /// <summary>The operations, each after those whose results it reads.</summary>
    public required ImmutableArray<Node> Nodes { get; init; }

    /// <summary>Constants and trained values, by value name.</summary>
    public required ImmutableDictionary<string, TensorData> Parameters { get; init; }

    /// <summary>Free texts kept through import and export.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The operator set it was imported from; 17 for one built here.</summary>
    public int ImportedOpset { get; init; } = 17;

    /// <summary>The number of trained values: floating-point parameters read by some node.</summary>
    public long ParameterCount
    {
        get
        {
            var used = new HashSet<string>(Nodes.SelectMany(n => n.Inputs));
            return Parameters.Where(p => used.Contains(p.Key) && p.Value.Type != Tensors.DType.Int64).Sum(p => (long)p.Value.Count);
        }
    }

    /// <summary>The bytes of all parameters.</summary>
    public long ParameterBytes => Parameters.Values.Sum(p => (long)p.Bytes.Length);
}
