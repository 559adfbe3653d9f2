using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Patterns;

/// <summary>
/// What earlier steps left in the weights, read off the weights themselves: zeros are a mask, few distinct values are a codebook.
/// Every training after a compression step keeps both by <see cref="Keeper"/>.
/// </summary>
public sealed class WeightPatterns
{
    private WeightPatterns(IReadOnlyDictionary<string, WeightMask> masks, IReadOnlyDictionary<string, SharedValues> shared) => (Masks, Shared) = (masks, shared);

    /// <summary>The weights with zeros, by name; those with shared values too.</summary>
    public IReadOnlyDictionary<string, WeightMask> Masks { get; }

    /// <summary>The weights with few distinct values, by name.</summary>
    public IReadOnlyDictionary<string, SharedValues> Shared { get; }

    /// <summary>True when there is nothing to keep.</summary>
    public bool IsEmpty => Masks.Count == 0 && Shared.Count == 0;

    /// <summary>Reads the patterns of a network's <see cref="CompressibleWeights"/>.</summary>
    public static WeightPatterns Read(ModelGraph graph)
    {
        var masks = new Dictionary<string, WeightMask>();
        var shared = new Dictionary<string, SharedValues>();
        foreach (string name in CompressibleWeights.Of(graph))
        {
            ReadOnlySpan<float> values = graph.Parameters[name].AsSpan<float>();
            if (values.Contains(0f))
            {
                masks[name] = WeightMask.Of(values);
            }

            if (SharedValues.TryRead(values) is { } codebook)
            {
                shared[name] = codebook;
            }
        }

        return new WeightPatterns(masks, shared);
    }

    /// <summary>Masks alone, from elements to keep.</summary>
    public static WeightPatterns OfMasks(IReadOnlyDictionary<string, WeightMask> masks) => new(masks, new Dictionary<string, SharedValues>());

    /// <summary>
    /// A callback that keeps the patterns in training. Before an update pruned elements lose their gradient and the members of a
    /// codebook entry get its mean gradient; after it pruned elements are zero again, whatever momentum says, and members equal.
    /// </summary>
    public ITrainingCallback Keeper() => new PatternKeeper(this);

    /// <summary>Forces the patterns on values of one weight: pruned elements become zero, members of an entry their mean.</summary>
    public void Apply(string name, Span<float> values)
    {
        if (Shared.TryGetValue(name, out SharedValues? codebook))
        {
            codebook.Average(values);
        }
        else if (Masks.TryGetValue(name, out WeightMask? mask))
        {
            mask.Apply(values);
        }
    }

    /// <summary>Forces the patterns on a network with the same weights.</summary>
    public ModelGraph Apply(ModelGraph graph)
    {
        foreach (string name in Masks.Keys.Union(Shared.Keys).Where(graph.Parameters.ContainsKey))
        {
            float[] values = graph.Parameters[name].ToFloats();
            Apply(name, values);
            graph = graph with { Parameters = graph.Parameters.SetItem(name, TensorData.From<float>(values, graph.Parameters[name].Shape)) };
        }

        return graph;
    }

    /// <summary>The names of the weights of a network that break a pattern: a pruned element that is not zero, members that differ.</summary>
    public IReadOnlyList<string> BrokenBy(ModelGraph graph) =>
        [.. Masks.Keys.Union(Shared.Keys).Where(name => !graph.Parameters.TryGetValue(name, out TensorData? data) || !Holds(name, data)).Order(StringComparer.Ordinal)];

    private bool Holds(string name, TensorData data)
    {
        float[] forced = data.ToFloats();
        Apply(name, forced);
        return data.AsSpan<float>().SequenceEqual(forced);
    }
}
