using Lathe.Graph.Ops;

namespace Lathe.Graph.Coupling;

/// <summary>A union-find over the indices of all axes of all values.</summary>
public sealed class ChannelLabels
{
    private readonly Dictionary<string, int[]> _starts = [];
    private readonly List<int> _parents = [];
    private readonly List<bool> _pinned = [];

    /// <summary>Gives every index of every axis of the given values a label of its own.</summary>
    public ChannelLabels(IReadOnlyDictionary<string, TensorType> types)
    {
        foreach ((string name, TensorType type) in types)
        {
            int[] starts = new int[type.Shape.Rank];
            for (int axis = 0; axis < starts.Length; axis++)
            {
                starts[axis] = _parents.Count;
                for (int i = 0; i < type.Shape[axis]; i++)
                {
                    _parents.Add(_parents.Count);
                    _pinned.Add(false);
                }
            }

            _starts[name] = starts;
        }
    }

    /// <summary>The class of an index: two indices with the same class go together.</summary>
    public int Of(string value, int axis, int index) => Find(_starts[value][axis] + index);

    /// <summary>True when a class may not be removed.</summary>
    public bool IsPinned(int label) => _pinned[Find(label)];

    /// <summary>Joins two classes.</summary>
    public void Union(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a != b)
        {
            _parents[Math.Max(a, b)] = Math.Min(a, b);
            _pinned[Math.Min(a, b)] |= _pinned[Math.Max(a, b)];
        }
    }

    /// <summary>Forbids removing a class.</summary>
    public void Pin(int label) => _pinned[Find(label)] = true;

    private int Find(int label)
    {
        while (_parents[label] != label)
        {
            label = _parents[label] = _parents[_parents[label]];
        }

        return label;
    }
}
