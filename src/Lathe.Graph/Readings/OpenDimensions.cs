using Lathe.Tensors;

namespace Lathe.Graph.Readings;

/// <summary>
/// The dimensions that a graph's inputs leave open. Those of one name are one; first dimensions without a name are the batch, and
/// any other without a name stands for itself.
/// </summary>
internal sealed class OpenDimensions
{
    private readonly Dictionary<(string Input, int Axis), int> _symbols = [];
    private readonly List<string> _names = [];
    private readonly HashSet<int> _batches = [];

    private OpenDimensions()
    {
    }

    public IReadOnlyList<string> Symbols => _names;

    public bool HasLengths => _names.Count > _batches.Count;

    public static OpenDimensions Of(ModelGraph graph)
    {
        var open = new OpenDimensions();
        foreach (ValueInfo input in graph.Inputs)
        {
            for (int axis = 0; axis < (input.Shape?.Length ?? 0); axis++)
            {
                Dimension dimension = input.Shape!.Value[axis];
                if (dimension.Value is null)
                {
                    open.Add(input, axis, dimension.Symbol ?? (axis == 0 ? "N" : $"{input.Name}_{axis}"));
                }
            }
        }

        return open;
    }

    /// <summary>True for a dimension that is the first of an input.</summary>
    public bool IsBatch(int symbol) => _batches.Contains(symbol);

    /// <summary>An input's shape at given sizes of the open dimensions.</summary>
    public Shape Bind(ValueInfo input, int[] sizes) => input.Shape is { } shape
        ? new Shape([.. shape.Select((d, axis) => d.Value ?? sizes[_symbols[(input.Name, axis)]])])
        : Shape.Scalar;

    private void Add(ValueInfo input, int axis, string name)
    {
        int index = _names.IndexOf(name);
        if (index < 0)
        {
            index = _names.Count;
            _names.Add(name);
        }

        _symbols[(input.Name, axis)] = index;
        if (axis == 0)
        {
            _batches.Add(index);
        }
    }
}
