using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Graph.Coupling;

/// <summary>
/// Where an op declares its coupling: every axis of every value carries a label per index, and linked labels must be removed
/// together.
/// </summary>
public sealed class CouplingContext
{
    private readonly ChannelLabels _labels;
    private readonly IReadOnlyDictionary<string, TensorType> _types;

    internal CouplingContext(Node node, ChannelLabels labels, IReadOnlyDictionary<string, TensorType> types, Func<string, TensorData?> constants)
    {
        Node = node;
        _labels = labels;
        _types = types;
        Constant = constants;
    }

    /// <summary>The node.</summary>
    public Node Node { get; }

    /// <summary>The constant behind a value, or null.</summary>
    public Func<string, TensorData?> Constant { get; }

    /// <summary>An input's name, or null.</summary>
    public string? Input(int index) => Node.Input(index);

    /// <summary>An output's name.</summary>
    public string Output(int index = 0) => Node.Outputs[index];

    /// <summary>The concrete shape of a value.</summary>
    public Shape Shape(string value) => _types[value].Shape;

    /// <summary>Index i of one axis goes with index i of another.</summary>
    public void Link(string a, int axisA, string b, int axisB) => LinkRange(a, axisA, 0, b, axisB, 0, Shape(a)[axisA]);

    /// <summary>Index startA + i goes with startB + i.</summary>
    public void LinkRange(string a, int axisA, int startA, string b, int axisB, int startB, int count)
    {
        for (int i = 0; i < count; i++)
        {
            LinkIndex(a, axisA, startA + i, b, axisB, startB + i);
        }
    }

    /// <summary>Index i of one axis goes with indices i block .. (i + 1) block - 1 of another.</summary>
    public void LinkBlocks(string a, int axisA, string b, int axisB, int block)
    {
        int count = Shape(a)[axisA];
        for (int i = 0; i < count * block; i++)
        {
            LinkIndex(a, axisA, i / block, b, axisB, i);
        }
    }

    /// <summary>One index goes with another.</summary>
    public void LinkIndex(string a, int axisA, int indexA, string b, int axisB, int indexB) =>
        _labels.Union(_labels.Of(a, axisA, indexA), _labels.Of(b, axisB, indexB));

    /// <summary>No index of this axis may be removed.</summary>
    public void Pin(string value, int axis)
    {
        int size = Shape(value)[axis];
        for (int i = 0; i < size; i++)
        {
            _labels.Pin(_labels.Of(value, axis, i));
        }
    }

    /// <summary>No index of any axis of a value may be removed.</summary>
    public void Pin(string value)
    {
        for (int axis = 0; axis < Shape(value).Rank; axis++)
        {
            Pin(value, axis);
        }
    }

    /// <summary>Nothing about this node may change.</summary>
    public void PinAll()
    {
        foreach (string value in Node.Inputs.Concat(Node.Outputs).Where(v => v.Length > 0 && _types.ContainsKey(v)))
        {
            Pin(value);
        }
    }

    /// <summary>The first input and the first output are the same but for their values.</summary>
    public void SameShape()
    {
        for (int axis = 0; axis < Shape(Input(0)!).Rank; axis++)
        {
            Link(Input(0)!, axis, Output(), axis);
        }
    }

    /// <summary>Links every input with the output along axes aligned from the right, as broadcasting does.</summary>
    public void Elementwise()
    {
        string output = Output();
        Shape target = Shape(output);
        foreach (string input in Node.Inputs.Where(i => i.Length > 0))
        {
            Shape shape = Shape(input);
            for (int k = 1; k <= shape.Rank; k++)
            {
                if (shape[-k] == target[-k] && shape[-k] > 1)
                {
                    Link(input, shape.Rank - k, output, target.Rank - k);
                }
            }
        }
    }
}
