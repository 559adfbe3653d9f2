using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Bundles.Graphs;

/// <summary>The tensors of a network with a number for each; equal ones have the same.</summary>
internal sealed class TensorTable
{
    private readonly Dictionary<(DType, Shape, uint), List<int>> _found = [];
    private readonly List<TensorData> _tensors = [];
    private readonly List<string?> _names = [];

    public IReadOnlyList<TensorData> Tensors => _tensors;

    /// <summary>The parameter each tensor was first seen as; null for attributes.</summary>
    public IReadOnlyList<string?> Names => _names;

    public int NumberOf(TensorData data, string? name = null)
    {
        (DType, Shape, uint) key = (data.Type, data.Shape, BundleFormat.Checksum(data.Bytes.Span));
        List<int> alike = _found.TryGetValue(key, out List<int>? list) ? list : _found[key] = [];
        foreach (int number in alike)
        {
            if (_tensors[number].Bytes.Span.SequenceEqual(data.Bytes.Span))
            {
                return number;
            }
        }

        alike.Add(_tensors.Count);
        _tensors.Add(data);
        _names.Add(name);
        return _tensors.Count - 1;
    }
}
