using System.Collections;
using System.Collections.Immutable;

namespace Lathe.Graph;

/// <summary>
/// The attributes of a node, by name: long, float, string, <see cref="TensorData"/>, <see cref="ModelGraph"/>, or an
/// immutable array of the first three.
/// </summary>
public sealed class AttributeMap : IEnumerable<KeyValuePair<string, object>>
{
    private readonly ImmutableSortedDictionary<string, object> _values;

    private AttributeMap(ImmutableSortedDictionary<string, object> values) => _values = values;

    /// <summary>No attributes.</summary>
    public static AttributeMap Empty { get; } = new(ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal));

    /// <summary>The number of attributes.</summary>
    public int Count => _values.Count;

    /// <summary>True when an attribute is present.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The same attributes with one set.</summary>
    public AttributeMap With(string name, object value)
    {
        object stored = value switch
        {
            int number => (long)number,
            bool flag => flag ? 1L : 0L,
            double number => (float)number,
            long[] list => ImmutableArray.Create(list),
            int[] list => ImmutableArray.Create(Array.ConvertAll(list, v => (long)v)),
            float[] list => ImmutableArray.Create(list),
            string[] list => ImmutableArray.Create(list),
            long or float or string or TensorData or ModelGraph or ImmutableArray<long> or ImmutableArray<float> or ImmutableArray<string> => value,
            _ => throw new ArgumentException($"Attribute '{name}' of type {value.GetType().Name} is not one ONNX has.", nameof(value)),
        };
        return new AttributeMap(_values.SetItem(name, stored));
    }

    /// <summary>The same attributes without one.</summary>
    public AttributeMap Without(string name) => new(_values.Remove(name));

    /// <summary>An integer, or the default when absent.</summary>
    public long Int(string name, long otherwise) => Get<long?>(name) ?? otherwise;

    /// <summary>A number, or the default when absent.</summary>
    public float Float(string name, float otherwise) => Get<float?>(name) ?? otherwise;

    /// <summary>A text, or the default when absent.</summary>
    public string Text(string name, string otherwise) => Get<string>(name) ?? otherwise;

    /// <summary>A list of integers, or null when absent.</summary>
    public long[]? Ints(string name) => Get<ImmutableArray<long>?>(name)?.ToArray();

    /// <summary>A list of numbers, or null when absent.</summary>
    public float[]? Floats(string name) => Get<ImmutableArray<float>?>(name)?.ToArray();

    /// <summary>A list of texts, or null when absent.</summary>
    public string[]? Texts(string name) => Get<ImmutableArray<string>?>(name)?.ToArray();

    /// <summary>A tensor, or null when absent.</summary>
    public TensorData? Tensor(string name) => Get<TensorData>(name);

    /// <summary>A graph, or null when absent.</summary>
    public ModelGraph? Graph(string name) => Get<ModelGraph>(name);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _values.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T? Get<T>(string name)
    {
        if (!_values.TryGetValue(name, out object? value))
        {
            return default;
        }

        return value is T typed ? typed : throw new InvalidInputException($"Attribute '{name}' is a {value.GetType().Name}, not the {typeof(T).Name} expected. The model does not follow the ONNX standard.");
    }
}
