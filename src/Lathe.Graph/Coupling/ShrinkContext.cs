namespace Lathe.Graph.Coupling;

/// <summary>What an op needs to adjust its sizes once channels are gone.</summary>
public sealed class ShrinkContext
{
    private readonly Func<string, int, int> _kept;
    private readonly Action<string, TensorData> _setConstant;

    /// <summary>Creates the context.</summary>
    /// <param name="node">The node to adjust.</param>
    /// <param name="kept">How many indices of a value's axis stay.</param>
    /// <param name="constant">The constant behind a value, or null.</param>
    /// <param name="setConstant">Gives an input of this node a constant of its own.</param>
    public ShrinkContext(Node node, Func<string, int, int> kept, Func<string, TensorData?> constant, Action<string, TensorData> setConstant)
    {
        Node = node;
        _kept = kept;
        Constant = constant;
        _setConstant = setConstant;
    }

    /// <summary>The node.</summary>
    public Node Node { get; }

    /// <summary>The constant behind a value, or null.</summary>
    public Func<string, TensorData?> Constant { get; }

    /// <summary>How many indices of a value's axis stay.</summary>
    public int Kept(string value, int axis) => _kept(value, axis);

    /// <summary>Replaces the constant that an input of this node reads.</summary>
    public void SetConstant(int input, TensorData data) => _setConstant(Node.Inputs[input], data);
}
