namespace Lathe.Graph.Coupling;

/// <summary>What an op needs to adjust its sizes once channels are gone.</summary>
public sealed class ShrinkContext
{
    private readonly Func<string, int, int, bool> _kept;
    private readonly Func<string, int, int> _size;
    private readonly Action<string, TensorData> _setConstant;

    /// <summary>Creates the context.</summary>
    /// <param name="node">The node to adjust.</param>
    /// <param name="kept">Whether an index of a value's axis stays.</param>
    /// <param name="size">How many indices a value's axis had.</param>
    /// <param name="constant">The constant behind a value, or null.</param>
    /// <param name="setConstant">Gives an input of this node a constant of its own.</param>
    public ShrinkContext(Node node, Func<string, int, int, bool> kept, Func<string, int, int> size, Func<string, TensorData?> constant, Action<string, TensorData> setConstant)
    {
        Node = node;
        _kept = kept;
        _size = size;
        Constant = constant;
        _setConstant = setConstant;
    }

    /// <summary>The node.</summary>
    public Node Node { get; }

    /// <summary>The constant behind a value, or null.</summary>
    public Func<string, TensorData?> Constant { get; }

    /// <summary>How many indices of a value's axis stay.</summary>
    public int Kept(string value, int axis) => Kept(value, axis, 0, _size(value, axis));

    /// <summary>How many of a run of indices stay.</summary>
    public int Kept(string value, int axis, int start, int count)
    {
        int kept = 0;
        for (int i = start; i < start + count; i++)
        {
            kept += _kept(value, axis, i) ? 1 : 0;
        }

        return kept;
    }

    /// <summary>How many indices a value's axis had.</summary>
    public int Size(string value, int axis) => _size(value, axis);

    /// <summary>Replaces the constant that an input of this node reads.</summary>
    public void SetConstant(int input, TensorData data) => _setConstant(Node.Inputs[input], data);
}
