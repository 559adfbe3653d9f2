using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Distillation;

/// <summary>Keeps values inside a network as it runs, with their place on the tape, until the scope around the run ends.</summary>
internal sealed class FeatureTap
{
    private readonly HashSet<string> _values;
    private readonly Dictionary<string, Tensor> _seen = [];

    public FeatureTap(IEnumerable<string> values) => _values = [.. values];

    /// <summary>The hooks of the run.</summary>
    public RunOptions Hooks => new() { Transform = See, Watched = _values };

    /// <summary>A value of the last run.</summary>
    public Tensor this[string value] => _seen.TryGetValue(value, out Tensor? tensor) ? tensor : throw new InvalidInputException($"The network made no value '{value}'. Name a value of it, as 'lathe inspect' shows them.");

    private Tensor See(Node node, string name, Tensor tensor)
    {
        // The executor frees values after their last reader; a copy stays.
        if (_values.Contains(name))
        {
            _seen[name] = Functions.Affine(tensor, 1, 0);
        }

        return tensor;
    }
}
