using Lathe.Micro.Writing;
using Lathe.Runtime;

namespace Lathe.Micro;

/// <summary>The names that networks written together have in C.</summary>
internal sealed class NetworkNames
{
    private readonly Dictionary<IntegerGraph, string> _names = new(ReferenceEqualityComparer.Instance);

    public NetworkNames(IEnumerable<IntegerGraph> graphs)
    {
        var given = new CNames();
        foreach (IntegerGraph graph in graphs)
        {
            _names[graph] = given.Unique(graph.Name);
        }
    }

    public IEnumerable<string> All => _names.Values;

    public string Of(IntegerGraph graph) => _names[graph];
}
