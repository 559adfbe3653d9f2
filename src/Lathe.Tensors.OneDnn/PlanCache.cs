namespace Lathe.Tensors.OneDnn;

/// <summary>
/// The most recently used prepared primitives. A key without a primitive (oneDNN has none for it) is remembered too.
/// Not thread-safe: its owner holds <see cref="OneDnnContext.Gate"/>.
/// </summary>
internal sealed class PlanCache<TKey, TPlan>(int capacity, Func<TKey, TPlan?> create)
    where TKey : struct, IEquatable<TKey>
    where TPlan : class, IDisposable
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TPlan? Plan)>> _entries = [];
    private readonly LinkedList<(TKey Key, TPlan? Plan)> _order = new();

    /// <summary>Entries held now.</summary>
    public int Count => _entries.Count;

    /// <summary>The plan of a key, made on first use; null when there is none.</summary>
    public TPlan? Get(in TKey key)
    {
        if (_entries.TryGetValue(key, out LinkedListNode<(TKey Key, TPlan? Plan)>? node))
        {
            if (!ReferenceEquals(node, _order.First))
            {
                _order.Remove(node);
                _order.AddFirst(node);
            }

            return node.Value.Plan;
        }

        TPlan? plan = create(key);
        if (_entries.Count >= capacity)
        {
            (TKey oldKey, TPlan? oldPlan) = _order.Last!.Value;
            _order.RemoveLast();
            _entries.Remove(oldKey);
            oldPlan?.Dispose();
        }

        _entries.Add(key, _order.AddFirst((key, plan)));
        return plan;
    }
}
